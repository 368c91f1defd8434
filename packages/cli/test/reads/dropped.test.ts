import { merge } from '../../src/commands/find/found-callback';
import { inDropped } from '../../src/commands/find/in-bucket';
import { undeliveredDrop } from '../../src/commands/undelivered';
import { unhurried } from '../../src/frame/deadline';
import { awsFailure, givenOps, type OpsAnswers } from '../support/ops-context';

const source = 'vibes.callbacks';
const again = 'arn:aws:events:us-east-1:0:rule/again';
const outputs = {
  BucketName: 'bucket',
  RedeliveryBusName: 'again',
  DeadLetterQueueUrl: 'https://sqs/0/dead',
};

function eventOf(detailType: string, detail: object): string {
  return JSON.stringify({ source, 'detail-type': detailType, time: '2026-05-06T07:08:10Z', detail });
}

const metadata = { id: 'e1', requestId: 'r1', identity: 'mo#m1#-', receivedAt: '2026-05-06T07:08:09.000Z' };
const moEvent = eventOf('MO Message', { metadata, data: { text: 'HELLO', source: { address: '+15555550100' } } });

/** A bucket, and the queues of two subscriptions with a copy of one event: the messages `in-Orders` and `in-Billing`. */
function givenEvent(body: string, answers: OpsAnswers = {}) {
  const bucket = new Map<string, string>();
  const names = ['Billing', 'Orders'];
  const visible = new Set(names);
  const there = new Set(names);
  const nameOf = (url: unknown) => String(url).split('-').at(-1) ?? '';
  const given = givenOps({
    outputs,
    answers: {
      ListRules: () => ({
        Rules: names.map((Name) => ({
          ...{ Name, Arn: `${again}/${Name}`, State: 'ENABLED' },
          EventPattern: JSON.stringify({ source: [source], resources: [`${again}/${Name}`] }),
        })),
      }),
      ListTargetsByRule: ({ Rule }) => ({
        Targets: [{ Id: 'x', Arn: 'x', DeadLetterConfig: { Arn: `arn:aws:sqs:us-east-1:0:undelivered-${Rule}` } }],
      }),
      ReceiveMessage: ({ QueueUrl }) => {
        const name = nameOf(QueueUrl);
        const message = { MessageId: `in-${name}`, ReceiptHandle: 'h', Body: body, Attributes: { SentTimestamp: '0' } };
        return { Messages: there.has(name) && visible.delete(name) ? [message] : [] };
      },
      GetQueueAttributes: () => ({ Attributes: { ApproximateNumberOfMessages: '1' } }),
      ChangeMessageVisibilityBatch: ({ QueueUrl }) => {
        visible.add(nameOf(QueueUrl));
        return { Successful: [], Failed: [] };
      },
      DeleteMessage: ({ QueueUrl }) => there.delete(nameOf(QueueUrl)),
      PutObject: ({ Key, Body }) => {
        bucket.set(String(Key), String(Body));
        return {};
      },
      ListObjectsV2: () => ({ Contents: [...bucket.keys()].map((Key) => ({ Key, LastModified: new Date(0) })) }),
      GetObject: ({ Key }) => ({
        Body: { transformToByteArray: async () => Buffer.from(bucket.get(String(Key)) ?? '') },
      }),
      ...answers,
    },
  });
  const drop = async (id: string) => {
    let code: number | undefined;
    const program = undeliveredDrop.toCommander(async (_options, execute) => {
      ({ code } = await execute(given.context));
    });
    await program.parseAsync(['--id', id, '--yes'], { from: 'user' });
    return code;
  };
  const find = (id: string) => inDropped(given.context, given.stack, id, unhurried());
  return { ...given, bucket, drop, find };
}

it('an undelivered event that was dropped is found by each id that it had, as published', async () => {
  const { drop, find, bucket } = givenEvent(moEvent);
  expect(await drop('in-Orders')).toBe(0);
  expect([...bucket.keys()]).toEqual(['dropped/undelivered/in-Orders.json']);
  for (const id of ['in-Orders', 'e1', 'r1', 'mo#m1#-', 'm1']) {
    expect(await find(id)).toEqual([
      {
        ...{ family: 'mo', identity: 'mo#m1#-', state: 'published', eventId: 'e1', requestId: 'r1', timesSeen: 1 },
        ...{ firstSeenAt: metadata.receivedAt, lastSeenAt: metadata.receivedAt },
        cause: 'undelivered drop: Orders at 1970-01-01T00:00:00.000Z',
      },
    ]);
  }
  expect(await find('m')).toEqual([]);
  expect([...bucket.values()].join()).not.toMatch(/HELLO|555555/);
});

it('what the ledger knows of it gets the drop as its cause', async () => {
  const { drop, find } = givenEvent(moEvent);
  await drop('in-Orders');
  const dropped = await find('e1');
  const known = dropped.map((one) => ({ ...one, cause: null, timesSeen: 2, lastSeenAt: '2026-05-06T08:00:00.000Z' }));
  expect(merge([...known, ...dropped])).toEqual([{ ...known[0], cause: dropped[0]?.cause }]);
});

it('dropped for two subscriptions it is one event', async () => {
  const { drop, find } = givenEvent(moEvent);
  await drop('in-Orders');
  await drop('in-Billing');
  expect(await find('e1')).toMatchObject([
    { cause: expect.stringMatching(/^undelivered drop: \w+ at \S+, \w+ at \S+$/) },
  ]);
});

it('an unrecognized callback is kept, whatever became of its event', async () => {
  const kept = givenEvent(eventOf('Unrecognized Callback', { metadata, data: {} }));
  await kept.drop('in-Orders');
  expect(await kept.find('e1')).toMatchObject([{ state: 'kept', family: 'unrecognized' }]);
});

it('of an event that another sender made only the message’s own id is recorded', async () => {
  const sent = givenEvent(eventOf('Message Submitted', { metadata: { id: '+15555550100', identity: '+15555550100' } }));
  await sent.drop('in-Orders');
  expect([...sent.bucket.values()].join()).not.toContain('555555');
  expect(await sent.find('in-Orders')).toMatchObject([{ state: 'published', eventId: null }]);
});

it('what could not be recorded is not deleted', async () => {
  const full = givenEvent(moEvent, { PutObject: () => awsFailure('AccessDenied') });
  expect(await full.drop('in-Orders')).toBe(1);
  expect(full.named('DeleteMessage')).toEqual([]);
});

it('what was recorded and could not be deleted is deleted by the same command later, with one record', async () => {
  const attempts = [awsFailure('ServiceUnavailable'), {}];
  const stuck = givenEvent(moEvent, {
    DeleteMessage: () => attempts.shift(),
  });
  expect(await stuck.drop('in-Orders')).toBe(1);
  expect(await stuck.drop('in-Orders')).toBe(0);
  expect(stuck.bucket.size).toBe(1);
});
