import { randomUUID } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { LocalCloudError } from '../../base/local-cloud-error';

interface Answer {
  /** Why it could not be made. */
  readonly error?: string;
  /** It is not made in this way. */
  readonly cannot?: boolean;
}

const maxSaid = 20_000;
const saidAfterMs = 50;

/** The user's CDK app, kept alive after it has synthesized: it makes an asset again from its current sources. */
export class AssetMaker {
  #app: Socket | undefined;
  #assets: ReadonlySet<string> = new Set();
  #asked = 0;
  #onReady: () => void = () => undefined;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  /** What the app's bundler wrote since the last call. */
  #said = '';

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

  /** What the app writes to its standard error. */
  heard(text: string): void {
    this.#said = (this.#said + text).slice(-maxSaid);
  }

  /**
   * @returns false where only a synthesis makes it: the app ended, or bundles in a container
   * @throws LocalCloudError with the bundler's own message
   */
  async make(asset: string, directory: string): Promise<boolean> {
    this.#asked += 1;
    const id = this.#asked;
    this.#said = '';
    const { error, cannot = false } = await new Promise<Answer>((resolve) => {
      this.#waiting.set(id, resolve);
      this.#app?.write(`${JSON.stringify({ id, asset, directory })}\n`);
    });
    if (error === undefined) return !cannot;
    // It comes by another way than the answer.
    await sleep(saidAfterMs);
    const said = this.#said.trim();
    throw new LocalCloudError('bundle-failed', `The code cannot be bundled:\n${said === '' ? error : said}`);
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
    createInterface({ input: socket }).on('line', (line) => this.#answered(JSON.parse(line)));
  }

  #left(socket: Socket): void {
    if (this.#app !== socket) return;
    this.#app = undefined;
    for (const answer of this.#waiting.values()) answer({ cannot: true });
    this.#waiting.clear();
  }

  #answered({ assets, id, ...answer }: { assets?: readonly string[]; id?: number } & Answer): void {
    if (assets !== undefined) {
      this.#assets = new Set(assets);
      this.#onReady();
    }
    if (id === undefined) return;
    this.#waiting.get(id)?.(answer);
    this.#waiting.delete(id);
  }
}
