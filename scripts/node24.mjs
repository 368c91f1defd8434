// Runs an entry point on Node.js 24, the major of the deployed functions' runtime and what the local emulators need
// (node:sqlite): on this very Node where it is one, else on one that npm installs at first use.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { delimiter, dirname } from 'node:path';
import { findNode24 } from './tools/find-node24.cjs';

const [script, ...argv] = process.argv.slice(2);
const require = createRequire(import.meta.url);

function findNode() {
  try {
    return findNode24();
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}

try {
  require.resolve('tsx');
} catch {
  console.error('The package tsx is not installed: run "npm ci" first.');
  process.exit(1);
}

const node = findNode();
const flags = ['--disable-warning=ExperimentalWarning', ...(script.endsWith('.ts') ? ['--import', 'tsx'] : [])];
// What the script starts as "node" is this one, too. The IPC channel tells the child that this process is gone, however
// it died.
const child = spawn(node, [...flags, script, ...argv], {
  env: { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}` },
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));

// npm does not pass a kill -9 on, so end this process when its npm is gone.
if (process.env.npm_lifecycle_event) {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 100).unref();
}
