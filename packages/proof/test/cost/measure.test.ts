import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { localState } from '../../../local-cloud/test/support/local-state';
import { measure } from '../../src/cost/measure';
import type { LocalCloudProcessOptions } from '../../src/simulator/local-cloud-process';
import { inventory } from './example';

const running = new AbortController().signal;
const started: LocalCloudProcessOptions[] = [];
let stopped = 0;
let attempts = 1;

jest.mock('../../src/conformance/assembly', () => ({ synthesize: async () => undefined }));
jest.mock('../../src/cost/inventory', () => ({ stackInventories: async () => ({ callbacks: inventory }) }));
jest.mock('../../src/simulator/http-post', () => ({ createHttpPost: () => ({ close: () => undefined }) }));
// The simulator itself is tested elsewhere; here each callback is accepted at its last attempt.
jest.mock('../../src/simulator/vibes', () => ({
  runVibes: async (workload: readonly { readonly callback: object }[]) =>
    workload.map(({ callback }) => ({
      callback,
      startedAtMs: 0,
      outcome: 'accepted',
      attempts: Array.from({ length: attempts }, (_, index) => ({
        number: index + 1,
        status: index + 1 === attempts ? 200 : 503,
        latencyMs: 5,
        verdict: index + 1 === attempts ? 'accepted' : 'retry',
        byHand: false,
      })),
    })),
}));
jest.mock('../../src/simulator/local-cloud-process', () => ({
  startLocalCloud: async (options: LocalCloudProcessOptions) => {
    started.push(options);
    const { dataFolder } = options;
    require('node:fs').mkdirSync(dataFolder);
    writeFileSync(join(dataFolder, 'events.jsonl'), 'x'.repeat(100));
    writeFileSync(join(dataFolder, 'functions.log'), 'x'.repeat(20));
    writeFileSync(join(dataFolder, 'functions.log.1'), 'x'.repeat(3));
    const functions = { IngestFn: { invocations: 5 }, ChallengeFn: { invocations: 2 }, ConsumerFn: { invocations: 1 } };
    return {
      dataFolder,
      endpointUrl: 'http://127.0.0.1:1/',
      state: async () => ({
        ...localState({
          events: { published: 5 },
          bucket: { objects: 1, bytes: 7 },
          calls: { sqs: { SendMessage: 5 } },
        }),
        functions,
      }),
      stop: async () => {
        stopped += 1;
      },
    };
  },
}));

beforeEach(() => {
  started.length = 0;
  stopped = 0;
  attempts = 1;
});

test('what two loads take is counted, each on a cloud of its own, of which nothing is left', async () => {
  const measured = await measure('2026-05-06', running);
  expect(measured).toMatchObject({ date: '2026-05-06', inventory });
  expect(measured.trickle).toEqual({
    callbacks: 600,
    perSecond: 5,
    ingestInvocations: 5,
    challengeInvocations: 2,
    consumerInvocations: 1,
    calls: { sqs: { SendMessage: 5 } },
    mappingCalls: {},
    published: 5,
    eventBytes: 100,
    bucketBytes: 7,
    logBytes: 23,
  });
  expect(measured.burst).toMatchObject({ callbacks: 3_000, perSecond: null });
  expect(new Set(started.map(({ dataFolder }) => dataFolder)).size).toBe(2);
  expect(stopped).toBe(2);
  expect(started.some(({ dataFolder }) => existsSync(dataFolder))).toBe(false);
});

test('a machine that was too busy is no measure', async () => {
  attempts = 2;
  await expect(measure('2026-05-06', running)).rejects.toThrow(
    '600 retries: the machine was too busy to count an ordinary day',
  );
  expect([stopped, started.some(({ dataFolder }) => existsSync(dataFolder))]).toEqual([1, false]);
});
