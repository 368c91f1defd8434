import { createAuthorizer } from '../../../src/aws/iam/authorizer';
import { createNotifications } from '../../../src/aws/s3/notifications';
import { openPendingNotifications } from '../../../src/aws/s3/pending-notifications';
import type { Queue, QueuesAndObjects } from '../../../src/aws/sqs/fauxqs-emulator';
import { deployTemplate } from '../../../src/template/deploy-template';
import { temporaryFolder } from '../../support/temporary-folder';

const newFolder = temporaryFolder();
const queueArn = 'arn:aws:sqs:us-east-1:000000000000:q';

const queueConfiguration = {
  Event: 's3:ObjectCreated:*',
  Queue: queueArn,
  Filter: { S3Key: { Rules: [{ Name: 'prefix', Value: 'overflow/' }] } },
};

const queuePolicy = {
  Type: 'AWS::SQS::QueuePolicy',
  Properties: {
    Queues: [{ Ref: 'Queue' }],
    PolicyDocument: {
      Statement: [
        { Effect: 'Allow', Principal: { Service: 's3.amazonaws.com' }, Action: 'sqs:SendMessage', Resource: queueArn },
      ],
    },
  },
};

interface Given {
  readonly configuration?: Record<string, unknown>;
  readonly policy?: typeof queuePolicy | null;
  readonly folder?: string;
}

/** A bucket that notifies a queue, both of an emulator in which `stored` is all there is. */
function given({
  configuration = { QueueConfigurations: [queueConfiguration] },
  policy = queuePolicy,
  folder,
}: Given = {}) {
  const Resources = {
    Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'q' } },
    Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'bucket', NotificationConfiguration: configuration } },
    ...(policy !== null && { Policy: policy }),
  };
  const deployment = deployTemplate({ Resources }, { endpoint: 'http://127.0.0.1:1' });
  const stored = new Map<string, { size: number; etag: string }>();
  const sent: Record<string, unknown>[] = [];
  const queue: Queue = Object.create({ arn: queueArn, url: 'http://127.0.0.1:1/q' });
  const emulator: QueuesAndObjects = {
    handle: async ({ body }) => {
      const { QueueUrl, MessageBody } = JSON.parse(body.toString());
      sent.push({ QueueUrl, ...JSON.parse(MessageBody) });
      return { status: 200, headers: {}, body: '{}' };
    },
    queue: () => queue,
    queues: () => [queue],
    objects: Object.create({ head: (bucket: string, key: string) => stored.get(`${bucket}/${key}`) }),
    clear: () => undefined,
    stop: async () => undefined,
  };
  const pending = openPendingNotifications(folder ?? newFolder());
  const notifications = createNotifications(deployment, emulator, createAuthorizer(deployment), pending);
  const store = (key: string) => async () => {
    stored.set(`bucket/${key}`, { size: 3, etag: '"e"' });
    return true;
  };
  return { notifications, sent, store, pending };
}

const put = (key: string) => ({ bucket: 'bucket', key, eventName: 'ObjectCreated:Put' });

describe('the notifications of a bucket', () => {
  it('tell the queue of a new object under the prefix', async () => {
    const { notifications, sent, store, pending } = given();
    await notifications.around(put('overflow/a b.json'), store('overflow/a b.json'));
    expect(sent).toEqual([
      expect.objectContaining({
        QueueUrl: 'http://127.0.0.1:1/q',
        Records: [
          expect.objectContaining({
            eventName: 'ObjectCreated:Put',
            s3: expect.objectContaining({ object: expect.objectContaining({ key: 'overflow/a+b.json', size: 3 }) }),
          }),
        ],
      }),
    ]);
    expect(pending.list()).toEqual([]);
  });

  it('are silent of what was not stored, and owe nothing for it', async () => {
    const { notifications, sent, pending } = given();
    await notifications.around(put('overflow/1'), async () => false);
    expect([sent, pending.list()]).toEqual([[], []]);
  });

  it('are owed while an object is stored: a start after a kill sends them', async () => {
    const folder = newFolder();
    const first = given({ folder });
    await expect(
      first.notifications.around(put('overflow/1'), async () => {
        throw new Error('killed');
      }),
    ).rejects.toThrow('killed');
    const { notifications, sent, store, pending } = given({ folder });
    await store('overflow/1')();
    await notifications.sendPending();
    expect(sent).toHaveLength(1);
    expect(pending.list()).toEqual([]);
  });

  it('concern the bucket and the prefix of their rule, and no other', () => {
    const { notifications } = given();
    const keys = [notifications.concerns('bucket', 'overflow/1'), notifications.concerns('bucket', 'attachments/1')];
    expect([...keys, notifications.concerns('another', 'overflow/1')]).toEqual([true, false, false]);
  });

  it('go by the event and by the suffix too', async () => {
    const rule = {
      ...queueConfiguration,
      Event: 's3:ObjectCreated:Copy',
      Filter: { S3Key: { Rules: [{ Name: 'suffix', Value: '.json' }] } },
    };
    const { notifications, sent, store } = given({ configuration: { QueueConfigurations: [rule] } });
    expect([notifications.concerns('bucket', 'a.json'), notifications.concerns('bucket', 'a.bin')]).toEqual([
      true,
      false,
    ]);
    await notifications.around(put('a.json'), store('a.json'));
    expect(sent).toEqual([]);
    await notifications.around({ ...put('a.json'), eventName: 'ObjectCreated:Copy' }, store('a.json'));
    expect(sent).toHaveLength(1);
  });

  it('begin with a test event, to the queues of that bucket', async () => {
    const { notifications, sent } = given();
    await notifications.sendTestEvents('another');
    await notifications.sendTestEvents('bucket');
    expect(sent).toEqual([expect.objectContaining({ Event: 's3:TestEvent', Bucket: 'bucket' })]);
  });

  it('are refused where the queue does not let S3 send, as the cloud refuses the bucket', () => {
    expect(() => given({ policy: null })).toThrow(/does not let s3.amazonaws.com send the notifications of Bucket/);
  });

  it('are refused where two of a bucket would report the same object', () => {
    const filtered = (...rules: readonly (readonly [string, string])[]) => ({
      Filter: { S3Key: { Rules: rules.map(([Name, Value]) => ({ Name, Value })) } },
    });
    const both = (second: object) => () =>
      given({ configuration: { QueueConfigurations: [queueConfiguration, { ...queueConfiguration, ...second }] } });
    expect(both(filtered(['prefix', 'overflow/2026/']))).toThrow('Configurations overlap.');
    expect(both({ ...filtered(['suffix', '.json']), Event: 's3:ObjectCreated:Put' })).toThrow(
      'Configurations overlap.',
    );
    expect(both(filtered(['prefix', 'media/']))).not.toThrow();
    expect(both({ Event: 's3:ObjectRemoved:*' })).not.toThrow();
    const ofEach = (...events: readonly string[]) => ({
      QueueConfigurations: events.map((Event) => ({ ...queueConfiguration, Event })),
    });
    const removed = 's3:ObjectRemoved:';
    expect(() => given({ configuration: ofEach(`${removed}Delete`, `${removed}DeleteMarkerCreated`) })).not.toThrow();
    expect(() => given({ configuration: ofEach(`${removed}Delete`, `${removed}*`) })).toThrow(
      'Configurations overlap.',
    );
  });

  it('are refused to anything but a queue', () => {
    expect(() => given({ configuration: { LambdaConfigurations: [{}] } })).toThrow(/LambdaConfigurations of Bucket/);
  });
});
