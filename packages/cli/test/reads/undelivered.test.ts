import { isMeantEvent, openEvent, redeliver } from '../../src/reads/undelivered';
import { givenOps } from '../support/ops-context';

const detail =
  '{"metadata":{"id":"e1","requestId":"r1","identity":"mo#m1","receivedAt":"2026-05-06T07:08:09.000Z"},"data":{"text":"HELLO","n":12345678901234567890}}';
const event = `{"version":"0","id":"bridge","detail-type":"MO Message","source":"vibes.callbacks","time":"2026-05-06T07:08:10Z","resources":[],"detail":${detail}}`;
const record = (payload: string, responsePayload = '{"errorType":"TypeError","errorMessage":"no HELLO"}') =>
  `{"version":"1.0","requestContext":{"condition":"RetriesExhausted","approximateInvokeCount":3},"requestPayload":${payload},"responsePayload":${responsePayload}}`;
const rule = 'arn:aws:events:us-east-1:0:rule/again/Orders';
const subscription = {
  id: 'Orders',
  ruleArn: rule,
  disabledRules: [] as readonly string[],
  queueUrl: 'https://sqs/0/undelivered',
};

const messageOf = (body: string, attributes: Readonly<Record<string, string>> = {}) => ({
  ...{ messageId: 'm', receiptHandle: 'handle', body, attributes, receives: 1 },
  sentAtMs: Date.parse('2026-05-07T00:00:00Z'),
});
const letterOf = (body: string, attributes?: Readonly<Record<string, string>>) =>
  openEvent('Orders', messageOf(body, attributes)).letter;

describe('an undelivered event', () => {
  it('is described by its own ids and by what EventBridge says about it', () => {
    const attributes = { ERROR_CODE: 'NO_PERMISSIONS', ERROR_MESSAGE: 'not allowed', RETRY_ATTEMPTS: '2' };
    expect(letterOf(event, attributes)).toEqual({
      messageId: 'm',
      subscription: 'Orders',
      eventId: 'e1',
      requestId: 'r1',
      identity: 'mo#m1',
      detailType: 'MO Message',
      receivedAt: '2026-05-06T07:08:09.000Z',
      undeliveredAt: '2026-05-07T00:00:00.000Z',
      failedAt: 'delivery',
      errorCode: 'NO_PERMISSIONS',
      errorMessage: 'not allowed',
      receives: 3,
    });
  });

  it('shows nothing that its target said, which may quote a person', () => {
    const attributes = { ERROR_CODE: 'ERROR_FROM_TARGET', ERROR_MESSAGE: 'cannot read HELLO' };
    expect(letterOf(event, attributes).errorMessage).toBeNull();
    expect(openEvent('Orders', messageOf(event, attributes)).said).toBe('cannot read HELLO');
  });

  it('that a function failed on has the type of its error, and not its words', () => {
    expect(letterOf(record(event))).toMatchObject({
      ...{ eventId: 'e1', detailType: 'MO Message', failedAt: 'function' },
      ...{ errorCode: 'TypeError', errorMessage: null, receives: 3 },
    });
    expect(letterOf(record(event, '{"errorType":"no HELLO for you"}')).errorCode).toBe('RetriesExhausted');
  });

  it('that SQS moved there, because a function failed on it too often, has no word of EventBridge', () => {
    expect(letterOf(event)).toMatchObject({ eventId: 'e1', failedAt: 'function', errorCode: null });
  });

  it('of which a function got something else has no ids, and is as old as its message', () => {
    expect(letterOf(record('"HELLO"'))).toMatchObject({ eventId: null, receivedAt: '2026-05-07T00:00:00.000Z' });
  });

  it.each(['m', 'e1', 'r1', 'mo#m1'])('is meant by %s', (id) => {
    expect(isMeantEvent(openEvent('Orders', messageOf(event)), id)).toBe(true);
    expect(isMeantEvent(openEvent('Orders', messageOf(record(event))), id)).toBe(true);
    expect(isMeantEvent(openEvent('Orders', messageOf(event)), 'other')).toBe(false);
  });

  it.each(['', 'not JSON', '[]', 'null'])('that is %j is shown all the same', (body) => {
    expect(letterOf(body)).toMatchObject({ messageId: 'm', eventId: null, errorCode: null });
  });
});

const messageIn = (error: unknown) => (error instanceof Error ? error.message : undefined);

describe('sent again together', () => {
  const bodies = [event, '{"a":1}', event, event];
  const messages = bodies.map((body, index) => ({
    ...messageOf(body),
    ...{ messageId: `m${index}`, receiptHandle: `h${index}` },
  }));
  async function sentTogether(putEvents: readonly object[], deletion: object = {}) {
    const answers = [...putEvents];
    const { context, stack, named } = givenOps({
      outputs: { RedeliveryBusName: 'again' },
      answers: {
        PutEvents: () => {
          const answer = answers.shift();
          if (answer instanceof Error) throw answer;
          return answer ?? {};
        },
        DeleteMessageBatch: [deletion],
      },
    });
    const failed = await redeliver(context, stack, subscription, messages);
    return {
      calls: named('PutEvents').map(({ Entries }) => (Entries as readonly unknown[]).length),
      deleted: named('DeleteMessageBatch').flatMap(({ Entries }) =>
        (Entries as readonly { readonly ReceiptHandle: string }[]).map(({ ReceiptHandle }) => ReceiptHandle),
      ),
      failed: Object.fromEntries([...failed].map(([id, error]) => [id, messageIn(error)])),
    };
  }
  const noEvent = expect.stringContaining('neither an event');
  const taken = { EventId: 'new' };
  const refused = { ErrorCode: 'ThrottlingException' };

  it('they are one call, and those that EventBridge refuses stay in the queue', async () => {
    expect(await sentTogether([{ Entries: [taken, refused, taken] }])).toEqual({
      calls: [3],
      deleted: ['h0', 'h3'],
      failed: { m1: noEvent, m2: 'EventBridge refused it: ThrottlingException' },
    });
  });

  it('one that makes the call invalid does not hold the others back', async () => {
    const invalid = Object.assign(new Error('invalid'), { name: 'ValidationException' });
    const { calls, deleted, failed } = await sentTogether([
      invalid,
      { Entries: [taken] },
      invalid,
      { Entries: [taken] },
    ]);
    expect([calls, deleted]).toEqual([
      [3, 1, 1, 1],
      ['h0', 'h3'],
    ]);
    expect(failed).toEqual({ m1: noEvent, m2: 'invalid' });
  });

  it('a call that fails leaves them all, and one that SQS does not delete is named', async () => {
    const { deleted, failed } = await sentTogether([new Error('no network')]);
    expect([deleted, Object.keys(failed)]).toEqual([[], ['m1', 'm0', 'm2', 'm3']]);
    const notDeleted = { Failed: [{ Id: '1', Code: 'InternalError' }] };
    expect((await sentTogether([{ Entries: [taken, taken, taken] }], notDeleted)).failed).toEqual({
      ...{ m1: noEvent, m2: 'SQS did not delete it: InternalError' },
    });
  });
});

describe('sent again', () => {
  async function sent(body: string, answer: object = { EventId: 'new' }, disabledRules: readonly string[] = []) {
    const { context, stack, named } = givenOps({
      outputs: { RedeliveryBusName: 'again' },
      answers: { PutEvents: [{ Entries: [answer] }], DeleteMessageBatch: [{}] },
    });
    const failed = await redeliver(context, stack, { ...subscription, disabledRules }, [messageOf(body)]);
    const [entry] = named('PutEvents').flatMap(({ Entries }) => Entries as readonly Record<string, unknown>[]);
    return { entry, failure: messageIn(failed.get('m')), deleted: named('DeleteMessageBatch') };
  }

  it('an event is the same to the letter, for its subscription alone, and then deleted', async () => {
    const { entry, deleted } = await sent(event);
    expect(entry).toEqual({
      EventBusName: 'again',
      Source: 'vibes.callbacks',
      DetailType: 'MO Message',
      Detail: detail,
      Resources: [rule],
      Time: new Date('2026-05-06T07:08:10Z'),
    });
    expect(deleted).toEqual([{ QueueUrl: subscription.queueUrl, Entries: [{ Id: '0', ReceiptHandle: 'handle' }] }]);
  });

  it('what a sender said of its message goes as ours, which the rule for copies matches', async () => {
    const said =
      '{"id":"s1","source":"shop","detail-type":"Message Submitted","time":"2026-05-06T07:08:10Z","detail":{"messageId":"m1"}}';
    expect((await sent(said)).entry).toMatchObject({
      ...{ Source: 'vibes.callbacks', DetailType: 'Message Submitted', Detail: '{"messageId":"m1"}' },
      Time: new Date('2026-05-06T07:08:10Z'),
    });
    const other = said.replace('Message Submitted', 'Order Placed');
    expect((await sent(other)).failure).toContain('neither an event nor a record of Lambda');
  });

  it('what a function was given is handed over to the letter', async () => {
    const { entry } = await sent(record(event));
    expect(entry).toMatchObject({ Source: 'vibes.callbacks.redelivery', Detail: `{"payload":${event}}` });
    expect((await sent(record('"HELLO"'))).entry).toMatchObject({ Detail: '{"payload":"HELLO"}' });
  });

  it('what failed on that way once more goes the same way', async () => {
    const again = `{"source":"vibes.callbacks.redelivery","detail-type":"Failed Invocation","detail":{"payload":${event}}}`;
    expect(letterOf(again, { ERROR_CODE: 'THROTTLING' })).toMatchObject({ eventId: 'e1', failedAt: 'delivery' });
    const { entry } = await sent(again);
    expect(entry).toMatchObject({ Source: 'vibes.callbacks.redelivery', Detail: `{"payload":${event}}` });
  });

  it('what EventBridge refuses stays', async () => {
    const { failure, deleted } = await sent(event, { ErrorCode: 'ThrottlingException' });
    expect([failure, deleted]).toEqual(['EventBridge refused it: ThrottlingException', []]);
  });

  it('what no rule would take stays', async () => {
    const { entry, failure, deleted } = await sent(event, { EventId: 'new' }, ['Orders']);
    expect([entry, deleted]).toEqual([undefined, []]);
    expect(failure).toBe('the rule Orders on the bus again is disabled: "doctor" says how to enable it');
  });

  it('what is not an event stays', async () => {
    const { entry, failure, deleted } = await sent('{"a":1}');
    expect([entry, deleted]).toEqual([undefined, []]);
    expect(failure).toContain('neither an event nor a record of Lambda');
  });
});
