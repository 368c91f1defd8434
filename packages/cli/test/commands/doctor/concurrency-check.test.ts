import { settings } from '../../../../../lib/settings';
import { concurrency, judgeConcurrency } from '../../../src/commands/doctor/concurrency-check';
import { givenOps } from '../../support/ops-context';

/** One setting for both mappings (lib/consumer.ts). */
const set = (each: number) => ({ callbacks: each, retries: each, outcomes: 0 });
const consumers = set(settings.consumerConcurrency.default);
const of = (free: number, total = free) => ({ total, free });

describe('the concurrency of an account', () => {
  it('is enough where it is a grown one', () => {
    expect(judgeConcurrency(of(1_000), consumers)).toEqual({
      status: 'ok',
      detail: '1000 of 1000 concurrent executions are unreserved, and the consumer may use 40 of them',
    });
  });

  it('of a new account is not: the consumer alone could use it up, and doctor says what to set', () => {
    expect(judgeConcurrency(of(10), consumers)).toEqual({
      status: 'warn',
      detail:
        '10 of 10 concurrent executions are unreserved, and the consumer may use 40 of them: in a burst callers would get a 5XX',
      fix: 'npm run settings -- consumerConcurrency=2, and deploy; ask for more under Service Quotas, "Concurrent executions"',
    });
  });

  it('is shared with the outcomes function, where there is one', () => {
    const all = { ...consumers, outcomes: 30 };
    expect(judgeConcurrency(of(1_000), all)).toMatchObject({
      status: 'ok',
      detail: expect.stringContaining('the consumer and the outcomes function may use 70 of them'),
    });
    expect(judgeConcurrency(of(100), all)).toMatchObject({
      fix: 'npm run settings -- consumerConcurrency=14, and deploy',
    });
  });

  it('is still little once that is set, and then there is only more to ask for', () => {
    expect(judgeConcurrency(of(10), set(2))).toMatchObject({
      status: 'warn',
      fix: 'ask for more under Service Quotas, "Concurrent executions"',
    });
  });

  it('counts what other functions have reserved', () => {
    expect(judgeConcurrency(of(30, 1_000), consumers)).toMatchObject({
      status: 'warn',
      fix: expect.stringContaining('consumerConcurrency=7'),
    });
  });

  it('can be used up by a setting in a grown account too', () => {
    expect(judgeConcurrency(of(1_000), set(400))).toMatchObject({
      status: 'warn',
      fix: 'npm run settings -- consumerConcurrency=250, and deploy',
    });
  });

  it.each([
    [20, 2],
    [2, 20],
  ])('is judged by the larger of both: %i of the callbacks, %i of the retries', (callbacks, retries) => {
    expect(judgeConcurrency(of(60), { callbacks, retries, outcomes: 0 })).toMatchObject({
      fix: 'npm run settings -- consumerConcurrency=15, and deploy',
    });
  });

  it.each([2, 5, 10, 20])('advises for %i what the setting takes', (free) => {
    const { fix } = judgeConcurrency(of(free), consumers);
    const advised = Number(/consumerConcurrency=(\d+)/.exec(fix ?? '')?.[1]);
    expect(settings.consumerConcurrency.rule(advised)).toBeUndefined();
  });
});

describe('the check', () => {
  const outputs = {
    ConsumerFunctionName: 'consumer',
    CallbackQueueUrl: 'https://sqs.example/1/calls',
    RetryQueueUrl: 'https://sqs.example/1/retries',
  };
  const mapping = (queue: string, MaximumConcurrency: number) => ({
    EventSourceArn: `arn:aws:sqs:us-east-1:1:${queue}`,
    ScalingConfig: { MaximumConcurrency },
  });

  it.each([
    [50, 'ok'],
    [49, 'warn'],
    [0, 'warn'],
  ])('asks the account and the event sources: %d that are not reserved are %s', async (free, status) => {
    const AccountLimit = { ConcurrentExecutions: 1_000, UnreservedConcurrentExecutions: free };
    const EventSourceMappings = [mapping('calls', 12), mapping('retries', 12)];
    const answers = { GetAccountSettings: [{ AccountLimit }], ListEventSourceMappings: [{ EventSourceMappings }] };
    const { context, stack } = givenOps({ outputs, answers });
    expect(await concurrency.look(context, stack)).toMatchObject({
      status,
      detail: expect.stringContaining(
        `${free} of 1000 concurrent executions are unreserved, and the consumer may use 24 of them`,
      ),
    });
  });

  it('asks for the event source of the outcomes function, where there is one', async () => {
    const more = { OutcomesFunctionName: 'outcomes', OutcomesQueueUrl: 'https://sqs.example/1/receipts' };
    const AccountLimit = { ConcurrentExecutions: 1_000, UnreservedConcurrentExecutions: 1_000 };
    const ListEventSourceMappings = [
      { EventSourceMappings: [mapping('calls', 12), mapping('retries', 12)] },
      { EventSourceMappings: [mapping('receipts', 18)] },
    ];
    const answers = { GetAccountSettings: [{ AccountLimit }], ListEventSourceMappings };
    const { context, stack } = givenOps({ outputs: { ...outputs, ...more }, answers });
    const { detail } = await concurrency.look(context, stack);
    expect(detail).toContain('may use 42 of them');
  });
});
