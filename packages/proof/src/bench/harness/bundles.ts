import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { type BundlingOptions, NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { bundleFunction, type FunctionEntry } from '../../../../../lib/bundle-function';
import { benchFolder } from './fresh-process';

const root = join(__dirname, '..', '..', '..', '..', '..');

/** The bundle as it is deployed; gives the path of its entry. */
export function ourBundle(entry: FunctionEntry): string {
  const directory = join(bundlesFolder(), `ours-${entry}`);
  mkdirSync(directory, { recursive: true });
  for (const { path, contents } of bundleFunction(entry).files) {
    writeFileSync(join(directory, basename(path)), contents);
  }
  return join(directory, 'index.mjs');
}

/** What CDK's own construct makes of an entry, by synthesizing it; gives the path of the bundle's entry. */
export function nodejsFunctionBundle(name: string, entry: string, bundling: BundlingOptions = {}): string {
  const outdir = join(bundlesFolder(), name);
  const app = new App({ outdir });
  const stack = new Stack(app, name);
  new NodejsFunction(stack, 'Function', {
    entry,
    runtime: Runtime.NODEJS_24_X,
    projectRoot: root,
    depsLockFilePath: join(root, 'package-lock.json'),
    bundling,
  });
  const [asset] = assetsOf(app);
  if (asset === undefined) throw new Error(`${name} has no asset`);
  return join(outdir, asset, 'index.js');
}

/** What a bundle does not hold, the runtime has; here it is what npm installed. */
function bundlesFolder(): string {
  const folder = benchFolder('bundles');
  const modules = join(folder, 'node_modules');
  if (!existsSync(modules)) symlinkSync(join(root, 'node_modules'), modules, 'junction');
  return folder;
}

function assetsOf(app: App): string[] {
  const stages = readdirSync(app.synth().directory);
  return stages.filter((file) => file.startsWith('asset.'));
}
