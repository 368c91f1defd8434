import { randomUUID } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { LocalCloudError } from '../../base/local-cloud-error';

/** Somebody's CDK app, kept alive after it has synthesized: it makes an asset again from its sources as they are now. */
export class AssetMaker {
  #app: Socket | undefined;
  #assets: ReadonlySet<string> = new Set();
  #asked = 0;
  #onReady: () => void = () => undefined;
  readonly #waiting = new Map<number, (error: string | undefined) => void>();

  private constructor(
    private readonly server: Server,
    private readonly path: string,
  ) {
    server.on('connection', (socket) => this.#connected(socket));
  }

  static async listen(): Promise<AssetMaker> {
    const name = `local-cloud-${process.pid}-${randomUUID().slice(0, 8)}`;
    const path = process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
    const server = createServer();
    const maker = new AssetMaker(server, path);
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(path, resolve));
    server.unref();
    return maker;
  }

  /** What a CDK app is started with, so that it stays. */
  get environment(): Readonly<Record<string, string>> {
    // Compiled, in the package, it is JavaScript.
    const hook = join(__dirname, `record-assets.${__filename.endsWith('.ts') ? 'mts' : 'mjs'}`);
    const options = `${process.env.NODE_OPTIONS ?? ''} --import=${pathToFileURL(hook).href}`.trim();
    return { NODE_OPTIONS: options, LOCAL_CLOUD_ASSETS: this.path };
  }

  /** The next app has synthesized, and stays. */
  ready(): Promise<void> {
    return new Promise((resolve) => {
      this.#onReady = resolve;
    });
  }

  /** @param asset the name of its folder in the cloud assembly */
  knows(asset: string): boolean {
    return this.#app !== undefined && this.#assets.has(asset);
  }

  /** @throws LocalCloudError with what the bundler said */
  async make(asset: string, directory: string): Promise<void> {
    this.#asked += 1;
    const id = this.#asked;
    const error = await new Promise<string | undefined>((resolve) => {
      this.#waiting.set(id, resolve);
      this.#app?.write(`${JSON.stringify({ id, asset, directory })}\n`);
    });
    if (error !== undefined) throw new LocalCloudError('bundle-failed', `The code cannot be bundled: ${error}`);
  }

  close(): void {
    this.#app?.destroy();
    this.server.close();
  }

  #connected(socket: Socket): void {
    const earlier = this.#app;
    this.#app = socket;
    earlier?.destroy();
    socket.on('error', () => undefined);
    socket.on('close', () => this.#left(socket));
    createInterface({ input: socket }).on('line', (line) => this.#heard(JSON.parse(line)));
  }

  #left(socket: Socket): void {
    if (this.#app !== socket) return;
    this.#app = undefined;
    for (const answer of this.#waiting.values()) answer('the app ended');
    this.#waiting.clear();
  }

  #heard({ assets, id, error }: { assets?: readonly string[]; id?: number; error?: string }): void {
    if (assets !== undefined) {
      this.#assets = new Set(assets);
      this.#onReady();
    }
    if (id === undefined) return;
    this.#waiting.get(id)?.(error);
    this.#waiting.delete(id);
  }
}
