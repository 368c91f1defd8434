import { join } from 'node:path';
import type { AwsService } from '../../../src/aws/protocols/call';
import { createSnsService } from '../../../src/aws/sns/sns-service';
import { openSubscriptionStore } from '../../../src/aws/sns/subscription-store';
import { deployTemplate } from '../../../src/template/deploy-template';
import { ask, needs } from '../../support/ask';
import { temporaryFolder } from '../../support/temporary-folder';

const newFolder = temporaryFolder();
const TopicArn = 'arn:aws:sns:us-east-1:000000000000:alarms';

function given(path = join(newFolder(), 'subscriptions.json')) {
  const Resources = {
    Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'alarms' } },
    Mail: {
      Type: 'AWS::SNS::Subscription',
      Properties: { TopicArn: { Ref: 'Topic' }, Protocol: 'email', Endpoint: 'oncall@example.com' },
    },
  };
  const deployment = deployTemplate({ Resources }, { endpoint: 'http://127.0.0.1:1' });
  return { path, service: createSnsService(deployment, openSubscriptionStore(path)) };
}

const list = async (service: AwsService) =>
  (await ask(service, 'sns', 'ListSubscriptionsByTopic', { TopicArn })).Subscriptions;

describe('SNS', () => {
  it('has the template’s subscriptions, which are confirmed', async () => {
    expect(await list(given().service)).toEqual([
      {
        SubscriptionArn: `${TopicArn}:Stack-Mail`,
        Owner: '000000000000',
        Protocol: 'email',
        Endpoint: 'oncall@example.com',
        TopicArn,
      },
    ]);
  });

  it('takes more, of which a mail is never confirmed, and keeps them', async () => {
    const { service, path } = given();
    const subscribe = (Protocol: string, Endpoint: string) =>
      ask(service, 'sns', 'Subscribe', { TopicArn, Protocol, Endpoint });
    expect(await subscribe('email', 'a@example.com')).toEqual({ SubscriptionArn: 'pending confirmation' });
    await subscribe('email', 'a@example.com');
    await subscribe('sqs', 'arn:aws:sqs:us-east-1:000000000000:q');
    expect(await list(given(path).service)).toMatchObject([
      { Endpoint: 'oncall@example.com' },
      { Endpoint: 'a@example.com', SubscriptionArn: 'PendingConfirmation' },
      { Protocol: 'sqs', SubscriptionArn: expect.stringContaining(`${TopicArn}:`) },
    ]);
  });

  it('knows no other topic', async () => {
    const answer = await ask(given().service, 'sns', 'ListSubscriptionsByTopic', { TopicArn: 'arn:other' });
    expect(answer).toMatchObject({ error: 'NotFound', status: 404 });
  });

  it('needs the permission on the topic', () => {
    expect(needs(given().service, 'sns', 'ListSubscriptionsByTopic', { TopicArn })).toEqual([
      `sns:ListSubscriptionsByTopic ${TopicArn}`,
    ]);
  });
});
