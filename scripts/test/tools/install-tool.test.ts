import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../../test/support/temporary-folder';
import { installTool } from '../../tools/install-tool.cjs';

const newFolder = temporaryFolder();
const environment = { ...process.env };
let tools: string;
let folder: string;

/** An npm that notes its calls, and does what `after` says to the folder it is asked to install into. */
function npmThat(after: string): void {
  const script = join(tools, 'npm.js');
  writeFileSync(
    script,
    `const fs = require('node:fs');
fs.appendFileSync(${JSON.stringify(join(tools, 'calls'))}, process.argv.slice(2).join(' ') + '\\n');
const modules = require('node:path').join(process.cwd(), 'node_modules');
fs.mkdirSync(modules);
${after}`,
  );
  process.env.npm_execpath = script;
}

const installs = `fs.writeFileSync(modules + '/of', fs.readFileSync('package-lock.json'));`;
const calls = () =>
  existsSync(join(tools, 'calls')) ? readFileSync(join(tools, 'calls'), 'utf8').trim().split('\n') : [];
const installed = () => readFileSync(join(folder, 'node_modules', 'of'), 'utf8');

beforeEach(() => {
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
  tools = newFolder();
  folder = join(tools, 'biome');
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{"description":"Biome"}');
  writeFileSync(join(folder, 'package-lock.json'), 'first');
});
afterEach(() => {
  process.env = { ...environment };
});

it('installs what the lock file says, once, and says so on standard error', () => {
  npmThat(installs);
  expect(installTool('biome', tools)).toBe(folder);
  expect(installTool('biome', tools)).toBe(folder);
  expect(installed()).toBe('first');
  expect(calls()).toEqual([expect.stringMatching(/^ci .*--include=dev --include=optional --ignore-scripts/)]);
  expect(console.error).toHaveBeenCalledTimes(1);
  expect(console.error).toHaveBeenCalledWith('Installing Biome (once, into scripts/tools/biome) ...');
  expect(readdirSync(folder).sort()).toEqual(['node_modules', 'package-lock.json', 'package.json']);
});

it('installs again when the lock file has changed', () => {
  npmThat(installs);
  installTool('biome', tools);
  writeFileSync(join(folder, 'package-lock.json'), 'second');
  installTool('biome', tools);
  expect(installed()).toBe('second');
  expect(calls()).toHaveLength(2);
});

it('says what to do when npm fails, keeps nothing, and installs at the next run', () => {
  npmThat('process.exit(1)');
  expect(() => installTool('biome', tools)).toThrow(
    'Could not install Biome: npm says why above. It needs the npm registry once. Run the command again when that answers.',
  );
  expect(readdirSync(folder).sort()).toEqual(['package-lock.json', 'package.json']);
  npmThat(installs);
  installTool('biome', tools);
  expect(installed()).toBe('first');
});

it('replaces a half that something else left, and removes what a killed run was installing', () => {
  npmThat(installs);
  mkdirSync(join(folder, 'node_modules', 'half'), { recursive: true });
  // No process has this id: Linux gives none above 2^22.
  mkdirSync(join(folder, '.installing-9999999-abc', 'node_modules'), { recursive: true });
  mkdirSync(join(folder, `.installing-${process.ppid}-abc`));
  installTool('biome', tools);
  expect(readdirSync(join(folder, 'node_modules')).sort()).toEqual(['.installed', 'of']);
  expect(readdirSync(folder).sort()).toEqual([
    `.installing-${process.ppid}-abc`,
    'node_modules',
    'package-lock.json',
    'package.json',
  ]);
});

it('uses what another process has installed meanwhile', () => {
  const other = join('..', 'node_modules');
  const marker = join('..', 'node_modules', '.installed');
  npmThat(`${installs}
const hash = require('node:crypto').createHash('sha256').update('first').digest('hex');
fs.mkdirSync(${JSON.stringify(other)});
fs.writeFileSync(${JSON.stringify(join(other, 'of'))}, 'of the other');
fs.writeFileSync(${JSON.stringify(marker)}, process.platform + '-' + process.arch + ' ' + hash + '\\n');`);
  installTool('biome', tools);
  expect(installed()).toBe('of the other');
  expect(readdirSync(folder).sort()).toEqual(['node_modules', 'package-lock.json', 'package.json']);
});
