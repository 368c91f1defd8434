import type { QueuesAndObjects } from '../../../src/aws/sqs/fauxqs-emulator';
import { queueActions } from '../../../src/aws/sqs/queue-actions';
import { createSqsService } from '../../../src/aws/sqs/sqs-service';
import { deployTemplate } from '../../../src/template/deploy-template';
import { needs } from '../../support/ask';
import { callOf, jsonOf } from '../calls';

const deployment = deployTemplate({ Resources: {} }, { endpoint: 'http://127.0.0.1:1' });

/** An emulator that takes every call, with these queues. */
function given(names: readonly string[] = []) {
  const passed: string[] = [];
  const emulator: QueuesAndObjects = Object.create({
    queues: () => names.map((name) => ({ name })),
    handle: async ({ body }: { readonly body: Buffer }) => {
      passed.push(body.toString());
      return { status: 200, headers: {}, body: '{}' };
    },
  });
  let nowMs = 0;
  const actions = queueActions(deployment, emulator, () => nowMs);
  const call = async (action: keyof typeof actions, input: Readonly<Record<string, unknown>>) => {
    const reply = await actions[action](callOf('sqs', action, input));
    const answer = jsonOf(reply);
    return reply.status === 200 ? answer : String(answer.__type).split('#')[1];
  };
  return { emulator, passed, call, later: (ms: number) => (nowMs += ms) };
}

const policy = (action: string) =>
  JSON.stringify({ Statement: [{ Effect: 'Allow', Action: action, Resource: '*', Principal: '*' }] });

it.each([
  ['a name with a dot', { QueueName: 'a.b' }, 'InvalidParameterValue'],
  ['a name of 81 characters', { QueueName: 'a'.repeat(81) }, 'InvalidParameterValue'],
  ['an unknown attribute', { QueueName: 'a', Attributes: { Colour: '1' } }, 'InvalidAttributeName'],
  ['a policy that is not JSON', { QueueName: 'a', Attributes: { Policy: '{' } }, 'InvalidAttributeValue'],
  [
    'a policy with an unknown element',
    { QueueName: 'a', Attributes: { Policy: '{"Statement":{"Effekt":"Allow"}}' } },
    'InvalidAttributeValue',
  ],
  ["a tag of AWS' own", { QueueName: 'a', tags: { 'aws:x': '1' } }, 'InvalidParameterValue'],
])('CreateQueue refuses %s', async (_what, input, code) => {
  const { call, passed } = given();
  expect(await call('CreateQueue', input)).toBe(code);
  expect(passed).toEqual([]);
});

it('CreateQueue takes the rest, and a deleted name after 60 seconds', async () => {
  const { call, passed, later } = given();
  const input = { QueueName: 'a_b-1', Attributes: { Policy: policy('sqs:SendMessage') }, tags: { until: '2026' } };
  await call('CreateQueue', input);
  expect(passed).toEqual([JSON.stringify(input)]);
  await call('DeleteQueue', { QueueUrl: 'http://127.0.0.1:1/000000000000/a_b-1' });
  later(59_999);
  expect(await call('CreateQueue', input)).toBe('AWS.SimpleQueueService.QueueDeletedRecently');
  later(1);
  expect(await call('CreateQueue', input)).toEqual({});
});

it('SetQueueAttributes and TagQueue are checked in the same way', async () => {
  const { call } = given();
  expect(await call('SetQueueAttributes', { QueueUrl: 'u', Attributes: { Policy: '[]' } })).toBe(
    'InvalidAttributeValue',
  );
  expect(await call('TagQueue', { QueueUrl: 'u', Tags: { '': 'x' } })).toBe('InvalidParameterValue');
});

it('ListQueues gives the URLs of this run by prefix, in pages', async () => {
  const { call } = given(['b2', 'b1', 'a', 'b3']);
  const url = (name: string) => `http://127.0.0.1:1/000000000000/${name}`;
  expect(await call('ListQueues', { QueueNamePrefix: 'b' })).toEqual({ QueueUrls: [url('b1'), url('b2'), url('b3')] });
  const page = await call('ListQueues', { QueueNamePrefix: 'b', MaxResults: 2 });
  expect(page).toEqual({ QueueUrls: [url('b1'), url('b2')], NextToken: 'b2' });
  expect(await call('ListQueues', { QueueNamePrefix: 'b', MaxResults: 2, NextToken: 'b2' })).toEqual({
    QueueUrls: [url('b3')],
  });
  expect(await call('ListQueues', { MaxResults: 0 })).toBe('InvalidParameterValue');
});

it('a queue that is created with tags takes two permissions, and a list one on everything', () => {
  const service = createSqsService(deployment, given().emulator);
  const arn = 'arn:aws:sqs:us-east-1:000000000000:a';
  expect(needs(service, 'sqs', 'CreateQueue', { QueueName: 'a' })).toEqual([`sqs:CreateQueue ${arn}`]);
  expect(needs(service, 'sqs', 'CreateQueue', { QueueName: 'a', tags: { b: 'c' } })).toEqual([
    `sqs:CreateQueue ${arn}`,
    `sqs:TagQueue ${arn}`,
  ]);
  expect(needs(service, 'sqs', 'ListQueues', { QueueNamePrefix: 'a' })).toEqual(['sqs:ListQueues *']);
});
