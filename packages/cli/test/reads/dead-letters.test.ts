import { encodeEnvelope } from '../../../../lambda/shared/envelope';
import { envelopeOf } from '../../../proof/src/support/envelope';
import { Deadline } from '../../src/frame/deadline';
import { isMeant, lookAtDeadLetters } from '../../src/reads/dead-letters';
import { listLimits } from '../../src/reads/queue';
import { awsFailure, givenOps, type OpsAnswers } from '../support/ops-context';

const mo = `<moMessage messageId="m1" receiptDate="2026-05-06 07:08:09-0500"><source address="+15555550100" carrier="1" type="MDN"/><destination address="12345" type="SC"/><message>HI</message></moMessage>`;
const body = encodeEnvelope(
  envelopeOf({
    body: mo,
    path: '/sms/mo',
    proof: 'basic:current',
    requestId: 'r1',
    receivedAt: '2026-05-06T07:08:09.000Z',
  }),
);
const message = (MessageId: string, Body: string) => ({
  MessageId,
  ReceiptHandle: `handle-${MessageId}`,
  Body,
  Attributes: { SentTimestamp: '86400000', ApproximateReceiveCount: '5' },
});
const none = { Attributes: { ApproximateNumberOfMessages: '0' } };
const line = (fields: object) => ({
  timestamp: 1,
  eventId: 'e',
  message: JSON.stringify({ code: 'RecordFailed', ...fields }),
});
const notification = JSON.stringify({
  Records: [{ eventSource: 'aws:s3', s3: { object: { key: 'overflow/2026-05-06/x.json', size: 9 } } }],
});
/** Lines of ours and of Lambda's, by what is asked for. */
const logs =
  (ours: readonly object[], ofLambda: readonly object[] = []) =>
  ({ filterPattern }: Readonly<Record<string, unknown>>) => ({
    events: String(filterPattern).startsWith('{') ? ours : ofLambda,
  });
const outputs = { DeadLetterQueueUrl: 'dead', BucketName: 'bucket', ConsumerLogGroupName: '/consumer' };

const given = (answers: OpsAnswers) =>
  givenOps({ outputs, answers: { GetQueueAttributes: [none], ChangeMessageVisibilityBatch: [{}], ...answers } });

describe('dead letters', () => {
  it('are looked at with what is in them and why they failed last, and put back', async () => {
    const { context, stack, named } = given({
      ReceiveMessage: [{ Messages: [message('a', body), message('b', 'no envelope')] }],
      FilterLogEvents: logs([
        line({ messageId: 'a', step: 'read', cause: 'First' }),
        line({ messageId: 'a', step: 'publish', cause: 'Last' }),
        line({ code: 'Held', messageId: 'a' }),
      ]),
    });
    const letters = (await lookAtDeadLetters(context, stack)).map(({ letter }) => letter);
    expect(letters).toEqual([
      {
        messageId: 'a',
        requestId: 'r1',
        eventId: expect.any(String),
        vibesId: 'm1',
        identity: 'mo#m1#-',
        receivedAt: '2026-05-06T07:08:09.000Z',
        route: '/sms/mo',
        family: 'mo',
        receives: 3,
        step: 'publish',
        cause: 'Last',
        envelope: true,
      },
      {
        messageId: 'b',
        requestId: null,
        eventId: null,
        vibesId: null,
        identity: null,
        receivedAt: '1970-01-02T00:00:00.000Z',
        route: null,
        family: null,
        receives: 0,
        step: null,
        cause: null,
        envelope: false,
      },
    ]);
    expect(named('FilterLogEvents')).toMatchObject([
      { logGroupName: '/consumer', startTime: 86_400_000 },
      { logGroupName: '/consumer', startTime: 86_400_000 },
    ]);
    expect(named('ChangeMessageVisibilityBatch')).toMatchObject([{ QueueUrl: 'dead', Entries: [{}, {}] }]);
  });

  it.each([
    [['REPORT RequestId: i2\tDuration: 15000.00 ms\tMax Memory Used: 90 MB\tStatus: timeout'], 'timed-out'],
    [
      [
        'RequestId: i2 Error: Runtime exited with error: signal: killed\nRuntime.ExitError',
        'REPORT RequestId: i2\tDuration: 1.00 ms\tStatus: error\tError Type: Runtime.OutOfMemory',
      ],
      'out-of-memory',
    ],
    [
      [
        'RequestId: i2 Error: Runtime exited with error: exit status 3',
        'REPORT RequestId: i2\tDuration: 1.00 ms\tStatus: error\tError Type: Runtime.ExitError',
      ],
      'crashed: exit status 3',
    ],
  ])('that killed the consumer say how: %j', async (messages, cause) => {
    const { context, stack } = given({
      ReceiveMessage: [{ Messages: [message('a', body), message('b', body)] }],
      FilterLogEvents: logs(
        [
          line({ messageId: 'a', step: 'publish', cause: 'Before' }),
          line({ code: 'Retried', messageId: 'a', invocationId: 'i1' }),
          line({ code: 'Retried', messageId: 'a', invocationId: 'i2' }),
          line({ code: 'Retried', messageId: 'b', invocationId: 'i3' }),
        ],
        messages.map((text) => ({ timestamp: 2, eventId: text, message: text })),
      ),
    });
    const letters = (await lookAtDeadLetters(context, stack)).map(({ letter }) => letter);
    expect(letters).toMatchObject([
      { messageId: 'a', step: 'invocation', cause, receives: 2 },
      { messageId: 'b', step: null, cause: null, receives: 0 },
    ]);
  });

  it('may be none: then no log is read', async () => {
    const { context, stack, named } = given({ ReceiveMessage: [{}, {}] });
    expect(await lookAtDeadLetters(context, stack)).toEqual([]);
    expect(named('FilterLogEvents')).toEqual([]);
  });

  it('are read in order of size, until the deadline; the others show what their envelope says', async () => {
    const bytes = (requestId: string, text: string) =>
      encodeEnvelope(envelopeOf({ body: text, path: '/sms/mo', proof: 'basic:current', requestId }));
    const letters = [
      message('large', bytes('r-large', mo + ' '.repeat(1_000))),
      ...Array.from({ length: 7 }, (_, index) => message(`small-${index}`, body)),
      message('overflow', notification),
    ];
    const { context, stack, named } = given({
      ReceiveMessage: [{ Messages: letters }],
      FilterLogEvents: logs([]),
    });
    let asked = 0;
    // A clock that stands still for seven of them; three are read regardless of the time.
    const deadline = new Deadline(() => (asked++ < 4 ? 0 : 3_000), 3_000);
    const opened = await lookAtDeadLetters(context, stack, { ...listLimits, deadline });
    const unread = opened.filter(({ isRead }) => !isRead).map(({ letter }) => letter);
    expect(opened).toHaveLength(9);
    expect(unread.map(({ messageId, requestId, route, family }) => ({ messageId, requestId, route, family }))).toEqual([
      { messageId: 'large', requestId: 'r-large', route: '/sms/mo', family: null },
      { messageId: 'overflow', requestId: null, route: null, family: null },
    ]);
    expect(named('GetObject')).toEqual([]);
    expect(deadline.leftOut).toContain('the dead letters');
  });

  it('are put back also when the look fails', async () => {
    const { context, stack, named } = given({
      ReceiveMessage: [{ Messages: [message('a', body)] }],
      FilterLogEvents: () => awsFailure('AccessDenied'),
    });
    await expect(lookAtDeadLetters(context, stack)).rejects.toThrow('AccessDenied');
    expect(named('ChangeMessageVisibilityBatch')).toHaveLength(1);
  });

  it('are meant by their own id, by those of the request and the event, and by Vibes’', async () => {
    const { context, stack } = given({
      ReceiveMessage: [{ Messages: [message('a', body)] }],
      FilterLogEvents: () => ({}),
    });
    const [opened] = await lookAtDeadLetters(context, stack);
    if (opened === undefined) throw new Error('there is no letter');
    const ids = ['a', 'r1', opened.letter.eventId ?? '', 'm1'];
    expect(ids.map((id) => isMeant(opened, id))).toEqual([true, true, true, true]);
    expect(['', 'A', 'mo', '/sms/mo'].map((id) => isMeant(opened, id))).toEqual([false, false, false, false]);
  });
});
