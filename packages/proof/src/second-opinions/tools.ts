import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { lastLine, root, runCommand } from '../support/run-command';

/** The tools that these checks install, none of which is a dependency of the project. */
export const folder = join(root, '.independent');

/** Where a tool is, or one sentence that says why it is missing. */
export type Tool = { readonly path: string } | { readonly missing: string };

/** Each in its own virtual environment: checkov and the others want different versions of the same packages. */
export type PythonTools = 'aws' | 'checkov';

const isWindows = process.platform === 'win32';
const python3 = isWindows ? 'python' : 'python3';
const oldestPython = '3.11';

/** The Python of a virtual environment with what `requirements/<name>.txt` lists, each package checked against its hashes. */
export async function pythonTool(name: PythonTools): Promise<Tool> {
  const requirements = join(__dirname, 'requirements', `${name}.txt`);
  const environment = join(folder, `python-${name}`);
  const python = join(environment, isWindows ? 'Scripts' : 'bin', isWindows ? 'python.exe' : 'python');
  return installOnce(requirements, python, environment, async () => {
    const unfit = await pythonIsUnfit();
    if (unfit !== undefined) return unfit;
    const made = await runCommand(python3, ['-m', 'venv', environment]);
    if (made.code !== 0) return `Python makes no virtual environment: ${lastLine(made.output)}`;
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--require-hashes'];
    const installed = await runCommand(python, [...pip, '--requirement', requirements]);
    return installed.code === 0 ? undefined : `pip could not install: ${lastLine(installed.output)}`;
  });
}

async function pythonIsUnfit(): Promise<string | undefined> {
  const { code, output } = await runCommand(python3, ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])']);
  if (code === null) return 'there is no Python here';
  if (code !== 0) return `Python does not run: ${lastLine(output)}`;
  const version = lastLine(output);
  const isOlder = version.localeCompare(oldestPython, 'en', { numeric: true }) < 0;
  return isOlder ? `Python ${oldestPython} is needed, here is ${version}` : undefined;
}

/** A program of a Python package. */
export function scriptOf(python: string, name: string): string {
  return join(dirname(python), name);
}

/** A separate folder with what `npm/package-lock.json` lists, by its hashes; `path` is its `node_modules`. */
export async function npmTool(): Promise<Tool> {
  const source = join(__dirname, 'npm');
  const prefix = join(folder, 'npm');
  const lock = join(source, 'package-lock.json');
  return installOnce(lock, join(prefix, 'node_modules'), prefix, async () => {
    mkdirSync(prefix, { recursive: true });
    for (const name of ['package.json', 'package-lock.json']) copyFileSync(join(source, name), join(prefix, name));
    // Without peers: cfn-guard's package asks for the CDK, which its binary and its rules do not need.
    const args = ['ci', '--prefix', prefix, '--legacy-peer-deps', '--no-audit', '--no-fund', '--ignore-scripts'];
    // npm names itself where it started this; on Windows its command cannot be started without a shell.
    const npm = process.env.npm_execpath;
    const installed =
      npm === undefined ? await runCommand('npm', args) : await runCommand(process.execPath, [npm, ...args]);
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

/** Installs once for each list: a copy of it says which one is there. Another list starts from nothing. */
async function installOnce(
  list: string,
  path: string,
  home: string,
  install: () => Promise<string | undefined>,
): Promise<Tool> {
  const marker = `${home}.installed`;
  const wanted = readFileSync(list, 'utf8');
  if (existsSync(path) && existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return { path };
  rmSync(home, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const missing = await install();
  if (missing !== undefined) return { missing };
  writeFileSync(marker, wanted);
  return { path };
}
