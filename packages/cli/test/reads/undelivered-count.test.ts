import { unhurried } from '../../src/frame/deadline';
import { countUndelivered } from '../../src/reads/undelivered-count';
import { givenOps } from '../support/ops-context';

const outputs = { RedeliveryBusName: 'again', DeadLetterQueueUrl: 'https://sqs/0/dead' };
const failure = (name: string, message = 'refused') => Object.assign(new Error(message), { name });
const denied = failure(
  'AccessDeniedException',
  'User: x is not authorized to perform: events:ListRules on resource: y',
);

it('is reported as not counted if the operator may not list the rules', async () => {
  const { context, stack } = givenOps({ outputs, answers: { ListRules: [denied] } });
  expect(await countUndelivered(context, stack, unhurried())).toEqual({
    ...{ count: 0, oldestReceivedAt: null, bySubscription: {} },
    notAllowed: 'events:ListRules',
  });
});

it('names what it could not read', async () => {
  const { context, stack } = givenOps({ outputs, answers: { ListRules: [failure('ThrottlingException')] } });
  const deadline = unhurried();
  expect(await countUndelivered(context, stack, deadline)).toMatchObject({ count: 0 });
  expect(deadline.unread).toEqual({ 'the undelivered events': 'AWS throttles these calls: try again in a minute.' });
});

it('of more than ten, which SQS shows in no order, the oldest is at least as old as CloudWatch says', async () => {
  const source = 'vibes.callbacks';
  const nowMs = Date.parse('2026-05-06T12:00:00Z');
  const event = (receivedAt: string) => JSON.stringify({ source, detail: { metadata: { receivedAt } } });
  const oldest = async (count: number) => {
    const { context, stack } = givenOps({
      nowMs,
      outputs,
      answers: {
        ListRules: [{ Rules: [{ Name: 'Orders', Arn: 'arn', EventPattern: JSON.stringify({ source: [source] }) }] }],
        ListTargetsByRule: [{ Targets: [{ DeadLetterConfig: { Arn: 'arn:aws:sqs:us-east-1:0:undelivered' } }] }],
        GetQueueAttributes: [{ Attributes: { ApproximateNumberOfMessages: String(count) } }],
        ReceiveMessage: [{ Messages: [{ Body: event('2026-05-06T11:00:00Z'), Attributes: {} }] }],
        GetMetricData: [{ MetricDataResults: [{ Id: 'm0', Timestamps: [new Date(nowMs)], Values: [7_200] }] }],
      },
    });
    return (await countUndelivered(context, stack, unhurried())).oldestReceivedAt;
  };
  expect(await oldest(10)).toBe('2026-05-06T11:00:00.000Z');
  expect(await oldest(11)).toBe('2026-05-06T10:00:00.000Z');
});
