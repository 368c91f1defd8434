import { DeliveryFailure, type Message } from '../../src/delivery/message';
import { readSubscriptions, unservedSubscriptions } from '../../src/delivery/read-subscriptions';
import { createTopicSender } from '../../src/delivery/send-to-topic';
import { deployTemplate } from '../../src/template/deploy-template';

const topic = 'arn:aws:sns:us-east-1:000000000000:Stack-News';
const queue = 'arn:aws:sqs:us-east-1:000000000000:Stack-Heard';

function worldOf(subscription: Record<string, unknown>, answers: readonly (Error | 'ok')[] = []) {
  const Properties = { TopicArn: { Ref: 'News' }, Protocol: 'sqs', Endpoint: queue, ...subscription };
  const Resources = {
    News: { Type: 'AWS::SNS::Topic' },
    Subscription: { Type: 'AWS::SNS::Subscription', Properties },
  };
  const deployment = deployTemplate({ Resources }, { endpoint: 'http://127.0.0.1:1' });
  const sent: Message[] = [];
  const failures: unknown[] = [];
  const left = [...answers];
  const send = createTopicSender({
    deployment,
    permissions: { allowsService: () => true, deniedToRole: () => undefined },
    subscriptions: readSubscriptions(deployment),
    send: async (message) => {
      sent.push(message);
      const answer = left.shift() ?? 'ok';
      if (answer !== 'ok') throw answer;
      return {};
    },
    onFailure: (error) => failures.push(error),
  });
  const publish = (body: string, to = topic) =>
    send(
      { to, body, from: { service: 'events.amazonaws.com', sourceArn: 'arn:rule' } },
      { signal: new AbortController().signal },
    );
  return { deployment, publish, sent, failures };
}

test('a queue gets a notification with the message in it', async () => {
  const { publish, sent } = worldOf({});
  await publish('{"a":1}');
  expect(sent[0]).toMatchObject({ to: queue, from: { service: 'sns.amazonaws.com', sourceArn: topic } });
  expect(JSON.parse(sent[0]?.body ?? '')).toMatchObject({ Type: 'Notification', TopicArn: topic, Message: '{"a":1}' });
});

test('a queue that wants it raw gets the message itself', async () => {
  const { publish, sent } = worldOf({ RawMessageDelivery: true });
  await publish('{"a":1}');
  expect(sent[0]?.body).toBe('{"a":1}');
});

test('a function gets records', async () => {
  const { publish, sent } = worldOf({ Protocol: 'lambda', Endpoint: 'arn:aws:lambda:us-east-1:0:function:bot' });
  await publish('{"a":1}');
  expect(JSON.parse(sent[0]?.body ?? '')).toMatchObject({
    Records: [{ EventSource: 'aws:sns', Sns: { Message: '{"a":1}', TopicArn: topic } }],
  });
});

test('a filter policy on the body lets some through', async () => {
  const { publish, sent } = worldOf({ FilterPolicy: { a: [1] }, FilterPolicyScope: 'MessageBody' });
  await publish('{"a":2}');
  await publish('no JSON');
  expect(sent).toEqual([]);
  await publish('{"a":1}');
  expect(sent).toHaveLength(1);
});

test('what comes from a rule has no attributes to filter by', async () => {
  const { publish, sent } = worldOf({ FilterPolicy: { kind: ['x'] } });
  await publish('{"kind":"x"}');
  expect(sent).toEqual([]);
});

test('a subscriber that fails is parked and told, and no failure of the topic', async () => {
  const denied = new DeliveryFailure('NO_PERMISSIONS', 'not allowed');
  const deadLetterTargetArn = 'arn:aws:sqs:us-east-1:0:dead';
  const { publish, sent, failures } = worldOf({ RedrivePolicy: { deadLetterTargetArn } }, [denied]);
  await publish('{}');
  expect(failures).toEqual([denied]);
  expect(sent[1]?.to).toBe(deadLetterTargetArn);
});

test('a topic that is not there is no target', async () => {
  await expect(worldOf({}).publish('{}', `${topic}2`)).rejects.toMatchObject({ code: 'NO_RESOURCE' });
});

test('a subscription that is not served here is reported; a mail is for a person', () => {
  expect(unservedSubscriptions(worldOf({ Protocol: 'https' }).deployment)).toEqual([
    'The subscription Subscription is not served: its protocol is https.',
  ]);
  expect(unservedSubscriptions(worldOf({ Protocol: 'email' }).deployment)).toEqual([]);
});
