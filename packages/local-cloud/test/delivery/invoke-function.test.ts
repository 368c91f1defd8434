import { createFunctionSender } from '../../src/delivery/invoke-function';
import { DeliveryFailure, DeliveryInterrupted, type Message } from '../../src/delivery/message';
import type { InvocationResult } from '../../src/lambda/invocation';
import type { AsyncConfig } from '../../src/lambda/read-async-config';
import { deployTemplate } from '../../src/template/deploy-template';

const arn = 'arn:aws:lambda:us-east-1:000000000000:function:bot';
const queue = 'arn:aws:sqs:us-east-1:000000000000:failed';
const ok: InvocationResult = { status: 'ok', payload: Buffer.from('{"done":true}') };
const failure: InvocationResult = { status: 'function-error', errorType: 'TypeError', message: 'oops' };
const throttled: InvocationResult = { status: 'not-run', errorType: 'TooManyRequestsException' };
const message: Message = { to: arn, body: '{"a":1}', from: { service: 'events.amazonaws.com', sourceArn: 'arn:rule' } };

interface Given {
  readonly results?: readonly InvocationResult[];
  readonly config?: Partial<AsyncConfig>;
  readonly allowed?: boolean;
  /** Destination and dead-letter queue take nothing. */
  readonly refused?: boolean;
}

function worldOf({ results = [ok], config = {}, allowed = true, refused = false }: Given = {}) {
  const left = [...results];
  const sent: Message[] = [];
  const waits: number[] = [];
  const tries: string[] = [];
  const counted: string[] = [];
  let nowMs = 0;
  const send = createFunctionSender({
    deployment: deployTemplate({ Resources: {} }, { endpoint: 'http://127.0.0.1:1' }),
    permissions: { allowsService: () => allowed, deniedToRole: () => undefined },
    find: (wanted) =>
      wanted === arn
        ? {
            arn,
            name: 'bot',
            qualifier: '$LATEST',
            roleLogicalId: 'BotRole',
            config: { maxRetries: 2, maxAgeMs: 21_600_000, ...config },
            invoke: async (_payload, _signal, log) => {
              log('wrote this');
              return left.shift() ?? ok;
            },
          }
        : undefined,
    send: async (one) => {
      if (refused) throw new DeliveryFailure('NO_PERMISSIONS', 'no');
      sent.push(one);
      return {};
    },
    wait: async (ms) => {
      waits.push(ms);
      nowMs += ms;
    },
    count: (name, metric) => counted.push(`${name} ${metric}`),
    nowMs: () => nowMs,
    random: () => 1,
    minuteMs: 60_000,
  });
  const progress = { onTry: (cause: string) => tries.push(cause), signal: new AbortController().signal };
  return { invoke: (one = message) => send(one, progress), sent, waits, tries, counted };
}

test('a function that does its work is delivered to', async () => {
  const { invoke, counted } = worldOf();
  expect(await invoke()).toEqual({ detail: 'ran in 0 ms', log: ['wrote this'] });
  expect(counted).toEqual(['bot AsyncEventsReceived']);
});

test('one that fails is tried twice more, after one minute and two, as Lambda does', async () => {
  const { invoke, waits, tries } = worldOf({ results: [failure, failure, ok] });
  expect(await invoke()).toEqual({ detail: 'ran in 0 ms', log: ['wrote this'] });
  expect(waits).toEqual([60_000, 120_000]);
  expect(tries).toEqual(['TypeError: oops', 'TypeError: oops']);
});

test('one that fails for good says how often, and why', async () => {
  const { invoke } = worldOf({ results: [failure, failure, failure] });
  expect(await invoke()).toEqual({ failed: true, detail: 'failed 3 times: TypeError: oops', log: ['wrote this'] });
});

test('a template may want no retry', async () => {
  const { invoke, waits } = worldOf({ results: [failure], config: { maxRetries: 0 } });
  expect(await invoke()).toEqual({ failed: true, detail: 'failed once: TypeError: oops', log: ['wrote this'] });
  expect(waits).toEqual([]);
});

test('without concurrency it waits as long as the event may be old', async () => {
  const results = Array.from({ length: 9 }, () => throttled);
  const { invoke, waits } = worldOf({ results, config: { maxAgeMs: 60_000 } });
  expect(await invoke()).toMatchObject({ failed: true, detail: expect.stringContaining('TooManyRequestsException') });
  expect(waits.slice(0, 3)).toEqual([1000, 2000, 4000]);
});

test('what failed for good goes to the dead-letter queue of the function, by its role', async () => {
  const { invoke, sent } = worldOf({ results: [failure], config: { maxRetries: 0, deadLetterArn: queue } });
  await invoke();
  expect(sent).toEqual([
    {
      to: queue,
      body: message.body,
      from: { service: 'lambda.amazonaws.com', sourceArn: arn, roleLogicalId: 'BotRole' },
      attributes: { RequestID: expect.any(String), ErrorCode: 200, ErrorMessage: 'oops' },
    },
  ]);
});

test('destinations get a record of what was asked and answered', async () => {
  const failed = worldOf({ results: [failure], config: { maxRetries: 0, onFailureArn: queue } });
  await failed.invoke();
  expect(JSON.parse(failed.sent[0]?.body ?? '')).toMatchObject({
    requestContext: { functionArn: `${arn}:$LATEST`, condition: 'RetriesExhausted', approximateInvokeCount: 1 },
    requestPayload: { a: 1 },
    responsePayload: { errorType: 'TypeError', errorMessage: 'oops' },
  });
  const done = worldOf({ config: { onSuccessArn: queue } });
  await done.invoke();
  expect(JSON.parse(done.sent[0]?.body ?? '')).toMatchObject({
    requestContext: { condition: 'Success' },
    responsePayload: { done: true },
  });
});

test('every event that failed for good is counted as dropped, and the line of it says where it is', async () => {
  const kept = worldOf({ results: [failure], config: { maxRetries: 0, onFailureArn: queue } });
  expect(await kept.invoke()).toMatchObject({
    failed: true,
    detail: 'failed once: TypeError: oops (in its failure destination)',
  });
  expect(kept.counted).toEqual(['bot AsyncEventsReceived', 'bot AsyncEventsDropped']);
});

test('a destination that does not take it is counted, and EventBridge has delivered it all the same', async () => {
  const config = { maxRetries: 0, onFailureArn: queue, deadLetterArn: queue };
  const { invoke, counted } = worldOf({ results: [failure], config, refused: true });
  expect(await invoke()).toMatchObject({ failed: true, detail: 'failed once: TypeError: oops' });
  expect(counted.slice(1)).toEqual([
    'bot AsyncEventsDropped',
    'bot DestinationDeliveryFailures',
    'bot DeadLetterErrors',
  ]);
});

test.each<[string, Given, Message, DeliveryFailure['code']]>([
  ['is not run here', {}, { ...message, to: `${arn}2` }, 'NO_RESOURCE'],
  ['allows no sender', { allowed: false }, message, 'NO_PERMISSIONS'],
  ['would get no JSON', {}, { ...message, body: '"say "hi""' }, 'INVALID_JSON'],
])('a function that %s is not invoked', async (_, given, one, code) => {
  await expect(worldOf(given).invoke(one)).rejects.toMatchObject({ code });
});

test('what a stop interrupts is not done', async () => {
  const { invoke } = worldOf({ results: [{ status: 'not-run', errorType: 'Abandoned' }] });
  await expect(invoke()).rejects.toBeInstanceOf(DeliveryInterrupted);
});
