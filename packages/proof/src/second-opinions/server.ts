import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { endWithThisProcess } from '@vibes-callbacks/local-cloud/process';
import { freePort } from '../support/free-port';
import { root } from '../support/run-command';

export interface Server {
  readonly endpoint: string;
  stop(): Promise<void>;
}

export interface ServerProgram {
  readonly command: string;
  readonly argsFor: (port: string) => readonly string[];
  /** The complete environment. @default - that of this process */
  readonly environmentFor?: (port: string) => Readonly<Record<string, string>>;
}

const startSeconds = 60;
/** A separate process group, with its children. */
const detached = process.platform !== 'win32';

/**
 * Starts a program that listens on the port it is given.
 * @throws Error with what the program said, when it ended or has not listened in time
 */
export async function startServer({ command, argsFor, environmentFor }: ServerProgram): Promise<Server> {
  const port = await freePort();
  const env = environmentFor?.(String(port)) ?? process.env;
  const child = spawn(command, argsFor(String(port)), { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'], detached });
  endWithThisProcess(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data) => {
      said = `${said}${data}`.slice(-4_000);
    });
  }
  let over = false;
  const ended = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      said += error.message;
      resolve();
    });
    child.once('exit', () => resolve());
  }).then(() => {
    over = true;
  });
  const stop = async () => {
    child.kill();
    await ended;
  };
  for (let waited = 0; waited < startSeconds * 10 && !over; waited += 1) {
    if (await listens(port)) return { endpoint: `http://127.0.0.1:${port}`, stop };
    await sleep(100);
  }
  await stop();
  throw new Error(said || `${command} did not listen within ${startSeconds} s`);
}

async function listens(port: number): Promise<boolean> {
  const socket = connect({ port, host: '127.0.0.1' });
  return new Promise((resolve) => {
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
