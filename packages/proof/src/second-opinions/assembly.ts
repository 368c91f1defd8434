import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Template } from '@vibes-callbacks/local-cloud';
import { root, runCommand } from '../support/run-command';
import { synthesizeApp } from '../support/synthesize-app';
import { folder } from './tools';

/** Where the functions' code is in S3, for the template that is deployed without CDK. */
export const artifacts = { bucket: 'artifacts', prefix: 'vibes/check' } as const;

export interface Assembly {
  readonly folder: string;
  readonly templatePath: string;
  readonly template: Template;
}

/**
 * Synthesizes the stack as it is now, with settings by the names of the environment.
 * @throws Error with what the app said
 */
export async function synthesize(name: string, settings: Readonly<Record<string, string>> = {}): Promise<Assembly> {
  const out = join(folder, name);
  rmSync(out, { recursive: true, force: true });
  await synthesizeApp(out, settings);
  return assemblyIn(out, 'VibesCallbacks.template.json');
}

function assemblyIn(out: string, file: string): Assembly {
  const templatePath = join(out, file);
  return { folder: out, templatePath, template: JSON.parse(readFileSync(templatePath, 'utf8')) };
}

/**
 * Writes what is deployed without CDK (`npm run template`): the template, and the functions' code as zips beside it.
 * @throws Error with what the command said
 */
export async function writeTemplate(name: string, settings: Readonly<Record<string, string>> = {}): Promise<Assembly> {
  const out = join(folder, name);
  rmSync(out, { recursive: true, force: true });
  const words = ['--bucket', artifacts.bucket, '--prefix', artifacts.prefix, '--out', out, '--settings', 'none'];
  const command = ['--import', 'tsx', join(root, 'scripts', 'template.ts'), ...words];
  const { code, output } = await runCommand(process.execPath, command, { environment: settings });
  if (code !== 0) throw new Error(output);
  return assemblyIn(out, 'template.json');
}

/** What `aws s3 sync` would upload: each file with its key. */
export function uploadsOf({
  folder: out,
}: Pick<Assembly, 'folder'>): readonly { readonly Key: string; readonly Body: Buffer }[] {
  return readdirSync(out).map((file) => ({
    Key: `${artifacts.prefix}/${file}`,
    Body: readFileSync(join(out, file)),
  }));
}
