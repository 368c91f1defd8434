#!/usr/bin/env node
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeComplaint } from '@vibes-callbacks/local-cloud/process';

// The package's command: `start` runs the local cloud, everything else is an operator's command.

async function main(argv: readonly string[]): Promise<number | undefined> {
  const [word, ...rest] = argv;
  if (word === '--version') return say(version());
  if (word === 'start') return start(rest);
  const { processIo } = await import('../src/frame/process-io');
  const { runOps } = await import('../src/program');
  const { withSendPlace } = await import('../src/send-place');
  // A command's standard error is for the operator, who chose neither the SDK nor its Node.js.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  return runOps(withSendPlace(argv), processIo(), { name: 'npx vibes-callbacks', more: startHelp });
}

const startHelp = { name: 'start', about: 'Runs the stack of your CDK app on this machine. See "start --help".' };

async function start(argv: readonly string[]): Promise<undefined | number> {
  const complaint = nodeComplaint();
  if (complaint !== undefined) {
    console.error(complaint);
    return 1;
  }
  const { main: run } = await import('../src/start/main');
  const name = 'npx vibes-callbacks start';
  await run([process.execPath, name, ...argv], { name });
  return undefined;
}

function version(): string {
  const own = [join(__dirname, '..', '..', 'package.json'), join(__dirname, '..', '..', '..', 'package.json')].find(
    (path) => existsSync(path),
  );
  return own === undefined ? 'unknown' : String(JSON.parse(readFileSync(own, 'utf8')).version);
}

function say(text: string): number {
  console.log(text);
  return 0;
}

main(process.argv.slice(2)).then(
  (code) => {
    if (code !== undefined) process.exitCode = code;
  },
  (error: unknown) => {
    const missing = /Cannot find (?:package|module) '([^'./][^']*)'/.exec(
      error instanceof Error ? error.message : '',
    )?.[1];
    if (missing === undefined) throw error;
    console.error(
      `The package ${missing} is not installed, and this command needs it: npm install --save-dev ${missing}`,
    );
    process.exitCode = 1;
  },
);
