import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Template } from '@vibes-callbacks/local-cloud';
import { root, runCommand } from '../support/run-command';
import { folder } from './tools';

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
  const app = join(root, 'bin', 'app.ts');
  // `npm run synth` applies CDK's rules.
  const environment = { CALLBACKS_SETTINGS: 'none', CDK_VALIDATION: 'false', ...settings, CDK_OUTDIR: out };
  const { code, output } = await runCommand(process.execPath, ['--import', 'tsx', app], { environment });
  if (code !== 0) throw new Error(output);
  const templatePath = join(out, 'VibesCallbacks.template.json');
  return { folder: out, templatePath, template: JSON.parse(readFileSync(templatePath, 'utf8')) };
}
