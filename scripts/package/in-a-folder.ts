import { existsSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { devDependencies } from '../../package.json';
import { runCommand } from '../../packages/proof/src/support/run-command';
import { findNode24 } from '../tools/find-node24.cjs';

export const root = join(__dirname, '..', '..');

export function npmInstall(cwd: string, packages: readonly string[]): Promise<void> {
  if (!existsSync(join(cwd, 'package.json')))
    writeFileSync(join(cwd, 'package.json'), '{"name":"app","private":true}\n');
  return run(cwd, 'npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', ...packages]);
}

/** The versions that the project itself is tested with. */
export function pinned(...names: readonly (keyof typeof devDependencies)[]): readonly string[] {
  return names.map((name) => `${name}@${devDependencies[name]}`);
}

/** @throws Error with what the command printed, where it failed */
export async function run(
  cwd: string,
  command: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<void> {
  const { code, output } = await runCommand(command, args, { cwd, environment, timeoutMs: 300_000 });
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}: ${output.trim()}`);
}

/** The local cloud needs a newer Node.js than this process may be on. */
export function onNode24(): NodeJS.ProcessEnv {
  return { PATH: `${dirname(node24())}${delimiter}${process.env.PATH}` };
}

export function node24(): string {
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  return findNode24();
}
