// Runs inside the user's CDK app, before it (`--import`): remembers how each asset was made, and stays when the app has
// synthesized, so that another state of a function's sources needs no other synthesis. Node runs this file as it is.
import { cpSync, mkdirSync } from 'node:fs';
import Module from 'node:module';
import { createConnection } from 'node:net';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';

interface Staging {
  readonly sourcePath: string;
  readonly bundling?: { readonly local?: { tryBundle(directory: string, options: unknown): boolean } };
}

type Constructor = new (...args: unknown[]) => { readonly absoluteStagedPath: string };

const socketPath = process.env.LOCAL_CLOUD_ASSETS;
/** How to make an asset again, by the folder's name that it has in the cloud assembly. */
const assets = new Map<string, (directory: string) => boolean>();
const recorded = new WeakSet<object>();

hook();
let ends = 0;
process.on('beforeExit', () => {
  if (assets.size === 0 || socketPath === undefined) return;
  ends += 1;
  // The CDK synthesizes when the app would end, in a listener that comes after this one: at the second end it is done.
  if (ends === 1) setImmediate(() => undefined);
  if (ends === 2) serve(socketPath);
});

/** The CDK makes every asset by one class. */
function hook(): void {
  const load: (...args: unknown[]) => unknown = Reflect.get(Module, '_load');
  Reflect.set(Module, '_load', (...args: unknown[]) => {
    const loaded = Reflect.apply(load, Module, args);
    if (/(?:^|\/)asset-staging(?:\.js)?$/.test(String(args[0]))) record(loaded as { AssetStaging?: Constructor });
    return loaded;
  });
}

function record(exported: { AssetStaging?: Constructor }): void {
  const { AssetStaging } = exported;
  if (AssetStaging === undefined || recorded.has(AssetStaging)) return;
  const recording = new Proxy(AssetStaging, {
    construct: (target, args, newTarget) => {
      const made = Reflect.construct(target, args, newTarget);
      const [, , props] = args as [unknown, unknown, Staging];
      assets.set(basename(made.absoluteStagedPath), (directory) => make(props, directory));
      return made;
    },
  });
  recorded.add(recording);
  exported.AssetStaging = recording;
}

/** @returns false where the app bundles it in a container */
function make({ sourcePath, bundling }: Staging, directory: string): boolean {
  mkdirSync(directory, { recursive: true });
  if (bundling !== undefined) return bundling.local?.tryBundle(directory, bundling) === true;
  cpSync(sourcePath, directory, { recursive: true });
  return true;
}

/** One request a line; the app ends with the connection. */
function serve(path: string): void {
  const socket = createConnection(path, () => socket.write(`${JSON.stringify({ assets: [...assets.keys()] })}\n`));
  socket.on('error', () => socket.destroy());
  createInterface({ input: socket }).on('line', (line) => {
    const { id, asset, directory } = JSON.parse(line);
    socket.write(`${JSON.stringify({ id, ...outcomeOf(() => assets.get(asset)?.(directory) === true) })}\n`);
  });
}

function outcomeOf(work: () => boolean): { error?: string; cannot?: boolean } {
  try {
    return { cannot: !work() };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
