import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { listen } from '../../src/commands/listen';
import type { Answer } from '../../src/frame/command';
import type { Io } from '../../src/frame/io';
import { awsFailure, givenOps, type OpsAnswers } from '../support/ops-context';

const outputs = { EventBusName: 'bus', DeadLetterQueueUrl: 'https://sqs.us-east-1.amazonaws.com/123456789012/dead' };
const name = `vibes-temporary-listen-${'a'.repeat(16)}`;
const event = (id: string) =>
  `{"detail-type":"MO Message","source":"vibes.callbacks","detail":{"metadata":{"id":"${id}"},"data":{"text":"call +15555550100"}}}`;
const message = (id: string, receives = 1) => ({
  Body: event(id),
  ReceiptHandle: id,
  Attributes: { ApproximateReceiveCount: String(receives) },
});

const quiet: OpsAnswers = {
  ListRules: () => ({ Rules: [] }),
  ListQueues: () => ({}),
  DescribeEventBus: () => ({ Arn: 'arn:aws:events:us-east-1:123456789012:event-bus/bus' }),
  CreateQueue: () => ({}),
  PutRule: () => ({}),
  PutTargets: () => ({}),
  DeleteMessageBatch: () => ({}),
  RemoveTargets: () => ({}),
  DeleteRule: () => ({}),
  DeleteQueue: () => ({}),
};

/** Runs one command line; `batches` are what the queue gives, then the person presses Ctrl-C. */
async function run(
  words: readonly string[],
  batches: readonly (readonly ReturnType<typeof message>[] | Error)[] = [],
  answers: OpsAnswers = {},
  io: Partial<Io> = {},
) {
  const interruption = new AbortController();
  const left = [...batches];
  const receive = () => {
    const next = left.shift();
    if (next instanceof Error) throw next;
    if (next !== undefined) return { Messages: next };
    interruption.abort();
    throw awsFailure('AbortError');
  };
  const given = givenOps({
    outputs,
    answers: { ...quiet, ReceiveMessage: receive, ...answers },
    options: { json: words.includes('--json') },
    io: { interrupted: interruption.signal, ...io },
  });
  let answer: Answer | undefined;
  const command = listen.toCommander(async (_options, execute) => {
    answer = await execute(given.context);
  });
  await command
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .parseAsync([...words], { from: 'user' });
  const steps = given.calls.map((call) => call.name);
  return { ...given, answer, steps };
}

const servers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of servers.splice(0)) await close();
});

/** A server that answers these, then 200. */
async function serverThat(statuses: readonly number[]) {
  const got: string[] = [];
  const left = [...statuses];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += part));
    request.on('end', () => {
      got.push(body);
      response.writeHead(left.shift() ?? 200, { location: 'http://127.0.0.1:9/' }).end();
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  servers.push(() => new Promise((closed) => server.close(closed).closeAllConnections()));
  return { got, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/x?token=secret` };
}

const removal = ['RemoveTargets', 'DeleteRule', 'DeleteQueue'];

it('prints each event whole, deletes it, and removes rule and queue after Ctrl-C', async () => {
  const { out, named, steps, answer, notes } = await run(['--yes'], [[message('a'), message('b')], []]);
  expect(out).toEqual([event('a'), event('b')]);
  expect(named('PutRule')).toMatchObject([{ EventPattern: '{"source":["vibes.callbacks"]}' }]);
  expect(named('DeleteMessageBatch')).toMatchObject([{ Entries: [{ ReceiptHandle: 'a' }, { ReceiptHandle: 'b' }] }]);
  expect(steps.slice(-3)).toEqual(removal);
  expect(answer).toMatchObject({ code: 0, json: undefined });
  expect(notes.join('\n')).toContain('real people');
  expect(notes.at(-1)).toBe('2 events printed. The rule and the queue are removed.');
});

it('takes the types that are asked for', async () => {
  const { named } = await run(['--yes', '--types', 'MO Message', 'Message Outcome']);
  expect(named('PutRule')).toMatchObject([
    { EventPattern: '{"source":["vibes.callbacks"],"detail-type":["MO Message","Message Outcome"]}' },
  ]);
});

it('forwards again what was not taken, says so, and gives up after five tries', async () => {
  const { got, url } = await serverThat([500, 302, 200, 503]);
  const { out, named, answer, notes } = await run(
    ['--yes', '--json', '--forward', url],
    [[message('a')], [message('a', 2)], [message('a', 3)], [message('b', 5)]],
  );
  expect(got).toEqual([event('a'), event('a'), event('a'), event('b')]);
  expect(out.map((line) => JSON.parse(line))).toMatchObject([
    { detailType: 'MO Message', eventId: 'a', outcome: 'comes-again', detail: '500', tries: 1 },
    { eventId: 'a', outcome: 'comes-again', detail: '302', tries: 2 },
    { eventId: 'a', outcome: 'taken', detail: '200', tries: 3 },
    { eventId: 'b', outcome: 'given-up', detail: '503', tries: 5 },
  ]);
  expect(named('DeleteMessageBatch')).toMatchObject([
    { Entries: [{ ReceiptHandle: 'a' }] },
    { Entries: [{ ReceiptHandle: 'b' }] },
  ]);
  expect(answer?.code).toBe(1);
  expect([...out, ...notes].join('\n')).not.toMatch(/5555550100|secret/);
});

it('says for a person why an event comes again', async () => {
  const { out } = await run(['--yes', '--forward', 'http://127.0.0.1:9/x'], [[message('a')]]);
  expect(out[0]).toMatch(/MO Message {2}a {2}.*, comes again in 15 s \(try 1 of 5\)$/);
});

it('ends after --max, and leaves the rest of a batch alone', async () => {
  const { out, steps } = await run(['--yes', '--max', '1'], [[message('a'), message('b')]]);
  expect(out).toEqual([event('a')]);
  expect(steps.filter((step) => step === 'ReceiveMessage')).toHaveLength(1);
  expect(steps.slice(-3)).toEqual(removal);
});

it('ends after --for', async () => {
  let nowMs = 0;
  const { steps, answer } = await run(['--yes', '--for', '5s'], [[message('a')]], {}, { now: () => (nowMs += 2_000) });
  expect(answer?.code).toBe(0);
  expect(steps.slice(-3)).toEqual(removal);
});

it('removes rule and queue when something fails', async () => {
  const removed: string[] = [];
  const noted = Object.fromEntries(removal.map((step) => [step, () => removed.push(step)]));
  await expect(run(['--yes'], [awsFailure('ExpiredToken')], noted)).rejects.toMatchObject({ name: 'ExpiredToken' });
  expect(removed).toEqual(removal);
});

it('says what removed its queue, and what could not be removed', async () => {
  await expect(run(['--yes'], [awsFailure('QueueDoesNotExist')])).rejects.toMatchObject({ code: 'queue-removed' });
  const denied = {
    DeleteRule: () => Promise.reject(awsFailure('AccessDenied', 'not authorized to perform: events:DeleteRule')),
  };
  await expect(run(['--yes'], [], denied)).rejects.toMatchObject({
    code: 'not-removed',
    message: expect.stringContaining('events:DeleteRule'),
  });
});

it.each([
  [['--print', '--forward', 'http://127.0.0.1:1/']],
  [['--forward', 'ftp://127.0.0.1/']],
  [['--forward', 'http://example.com/']],
  [['--forward', 'https://user:secret@example.com/']],
  [['--clean', '--max', '1']],
  [['--clean', '--for', '8h']],
  [['--resume', '--types', 'MO Message']],
])('refuses %j, without a word of the URL', async (words) => {
  const failing = run([...words, '--yes']);
  await expect(failing).rejects.toMatchObject({ code: 'wrong-usage', message: expect.not.stringContaining('secret') });
});

it.each([[['--types', 'Sms']], [['--for', '25h']], [['--for', '0s']], [['--max', '0']]])(
  'refuses %j',
  async (words) => {
    await expect(run(words)).rejects.toMatchObject({ exitCode: 1 });
  },
);

it('creates nothing without a yes, and nothing in a dry run', async () => {
  await expect(run([])).rejects.toMatchObject({ code: 'no-confirmation' });
  const { steps, answer } = await run(['--dry-run']);
  expect(steps).toEqual(['ListRules', 'ListQueues']);
  expect(answer?.code).toBe(0);
});

const found: OpsAnswers = {
  ListRules: () => ({ Rules: [{ Name: name, Arn: `arn:${name}` }] }),
  ListQueues: () => ({ QueueUrls: [`https://x/${name}`] }),
  ListQueueTags: () => ({
    Tags: { 'vibes-callbacks:bus': 'bus', 'vibes-callbacks:expires-at': '2026-01-01T00:00:00.000Z' },
  }),
};

it('goes on with what an interrupted one left, whose expiry it moves', async () => {
  const more = { ...found, TagResource: () => ({}), TagQueue: () => ({}) };
  const { out, steps, named } = await run(['--resume', '--yes', '--for', '1h'], [[message('a')]], more, {
    now: () => Date.parse('2026-06-01T00:00:00Z'),
  });
  expect(out).toEqual([event('a')]);
  expect(steps).not.toContain('CreateQueue');
  expect(named('TagQueue')).toMatchObject([{ Tags: { 'vibes-callbacks:expires-at': '2026-06-01T01:15:00.000Z' } }]);
  const { answer, notes } = await run(['--resume', '--yes']);
  expect([answer?.code, notes.join()]).toEqual([1, expect.stringContaining('nothing to resume')]);
});

it('--clean removes those that are left, and says what it could not remove', async () => {
  const { answer, steps } = await run(['--clean', '--yes'], [], found);
  expect(answer).toMatchObject({ code: 0, json: { found: [{ name }], removed: [name], failed: [] } });
  expect(steps.slice(-3)).toEqual(removal);
  const denied = { ...found, DeleteQueue: () => Promise.reject(awsFailure('AccessDenied', 'sqs:DeleteQueue')) };
  const failed = await run(['--clean', '--yes'], [], denied);
  expect(failed.answer).toMatchObject({ code: 1, json: { removed: [], failed: [{ name }] } });
  expect((await run(['--clean', '--yes'])).answer).toMatchObject({ code: 0, json: { found: [], removed: [] } });
});

it('--clean leaves a rebuild alone that may still run', async () => {
  const rebuild = `vibes-temporary-rebuild-${'b'.repeat(16)}`;
  const running = {
    ...found,
    ListRules: () => ({ Rules: [] }),
    ListQueues: () => ({ QueueUrls: [`https://x/${rebuild}`] }),
  };
  const at = (time: string) => ({ now: () => Date.parse(time) });
  expect((await run(['--clean', '--yes'], [], running, at('2025-12-31T00:00:00Z'))).answer?.json).toMatchObject({
    found: [],
  });
  expect((await run(['--clean', '--yes'], [], running, at('2026-01-02T00:00:00Z'))).answer?.json).toMatchObject({
    removed: [rebuild],
  });
});
