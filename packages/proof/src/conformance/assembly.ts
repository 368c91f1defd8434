import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CloudAssembly, readCloudAssembly, type Template } from '@vibes-callbacks/local-cloud';
import { synthesize as upToDateAssembly } from '../../../cli/src/start/synthesize';
import type { FunctionName } from '../simulator/local-cloud-process';
import { root } from '../support/run-command';
import { type BundleChange, changeTemplate, type StackChange } from './stack-change';

/**
 * The app with RBM signatures checked and these settings, but none from a file: synthesized, or copied if `npm start`
 * or an earlier run has synthesized the same.
 */
export async function synthesize(directory: string, settings: Readonly<Record<string, string>> = {}): Promise<void> {
  const context = { settings: 'none', rbmSecret: 'create', ...settings };
  await cp(await upToDateAssembly({ projectDirectory: root, context }), directory, { recursive: true });
}

/** Copies a cloud assembly, and applies the changes to the copy in order. */
export async function changeAssembly(from: string, to: string, changes: readonly StackChange[]): Promise<void> {
  await cp(from, to, { recursive: true });
  const assembly = readCloudAssembly(to);
  const template = changes.reduce(changeTemplate, assembly.template);
  await writeFile(join(to, `${assembly.stackName}.template.json`), JSON.stringify(template, null, 1));
  for (const change of changes.flatMap(({ bundle = [] }) => bundle)) await changeBundle(assembly, change);
}

async function changeBundle(assembly: CloudAssembly, { function: name, from, to }: BundleChange): Promise<void> {
  const file = join(assembly.assetDirectory(codeOf(assembly.template, name)), 'index.mjs');
  const parts = (await readFile(file, 'utf8')).split(from);
  if (parts.length !== 2) throw new Error(`the bundle of ${name} holds this ${parts.length - 1} times: ${from}`);
  await writeFile(file, parts.join(to));
}

function codeOf(template: Template, name: FunctionName): string {
  const found = Object.entries(template.Resources).filter(
    ([id, { Type }]) => Type === 'AWS::Lambda::Function' && id.toLowerCase().includes(name),
  );
  const code = found[0]?.[1].Properties?.Code;
  if (found.length !== 1 || typeof code !== 'object' || code === null || !('S3Key' in code)) {
    throw new Error(`the template has ${found.length} functions called ${name}`);
  }
  return String(code.S3Key);
}
