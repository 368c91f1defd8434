import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../free-port';
import { root } from './run-command';

export interface Server {
  readonly endpoint: string;
  stop(): Promise<void>;
}

const startSeconds = 60;

/**
 * Starts a program that listens on the port it is given.
 * @throws Error with what the program said, when it ended or has not answered in time
 */
export async function startServer(command: string, argsFor: (port: string) => readonly string[]): Promise<Server> {
  const port = await freePort();
  const child = spawn(command, argsFor(String(port)), { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
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
  const endpoint = `http://127.0.0.1:${port}`;
  for (let waited = 0; waited < startSeconds * 10 && !over; waited += 1) {
    if (await answers(endpoint)) return { endpoint, stop };
    await sleep(100);
  }
  await stop();
  throw new Error(said || `${command} did not answer within ${startSeconds} s`);
}

/** Any answer will do: it listens. */
async function answers(endpoint: string): Promise<boolean> {
  return fetch(endpoint).then(
    () => true,
    () => false,
  );
}
