import type { DeliveryOutcome } from '../../../local-cloud/src/delivery/delivery-outcome';
import type { Paint } from '../../src/frame/paint';
import { answerLine, deadLettersLine, deliveryLine, outcomeLine, waitingLine } from '../../src/start/callback-lines';

const paint: Paint = {
  good: (text) => `<good>${text}</good>`,
  bad: (text) => `<bad>${text}</bad>`,
  warn: (text) => `<warn>${text}</warn>`,
  dim: (text) => `<dim>${text}</dim>`,
  bold: String,
};
const ids = { requestId: 'request-1', messageId: 'message-1', eventId: 'event-1' };

describe('the line of an answer', () => {
  it.each([
    [401, 'no or wrong credentials'],
    [403, "not from one of Vibes' addresses"],
    [503, 'not kept: Vibes sends it again'],
    [504, 'not kept: Vibes sends it again'],
    [429, 'not kept'],
  ])('of %d says what it means', (status, meaning) => {
    expect(answerLine({ status, method: 'POST', route: '/sms/mo', requestId: 'r' }, undefined, paint)).toBe(
      `<bad>${status}</bad>  POST /sms/mo           ${meaning}  <dim>r</dim>`,
    );
  });

  it('of a 503 says what ingest logged of it', () => {
    const answer = { status: 503, method: 'POST', route: '/rbm', requestId: 'r' };
    expect(answerLine(answer, 'StoreFailed: AccessDenied', paint)).toContain(
      'not kept: Vibes sends it again (StoreFailed: AccessDenied)',
    );
  });

  it('of a look in a browser says that nothing is kept', () => {
    const line = answerLine({ status: 200, method: 'GET', route: '/', requestId: 'r' }, undefined, paint);
    expect(line).toContain('nothing kept: callbacks are posted');
  });

  it('is left out for a stored callback, which gets its line when it is published', () => {
    const answer = { status: 200, method: 'POST', route: '/sms/mo', requestId: 'r' };
    expect(answerLine(answer, undefined, paint)).toBeUndefined();
  });
});

describe('the line of what a function logs', () => {
  it.each([
    [
      { code: 'Published', repeated: false, detailType: 'MO Message', ...ids },
      'MO Message             <good>published</good>',
    ],
    [{ code: 'Published', repeated: true, detailType: 'MO Message', ...ids }, '<good>published (perhaps again)</good>'],
    [
      { code: 'Published', repeated: false, detailType: 'Unrecognized Callback', reason: 'empty-body', ...ids },
      '<warn>kept as unrecognized: empty-body</warn>',
    ],
    [{ code: 'DuplicateDropped', detailType: 'RBM Event', ...ids }, '<dim>seen before: no second event</dim>'],
    [
      { code: 'RecordFailed', step: 'claim', cause: 'ThrottlingException', detailType: 'RBM Event', ...ids },
      '<bad>goes back to the queue: claim ThrottlingException</bad>',
    ],
    [
      { code: 'OverflowUsed', route: '/sms/mo', requestId: 'request-1' },
      '/sms/mo                <warn>stored in S3: SQS did not accept it</warn>',
    ],
  ])('%j says what became of the callback', (entry, expected) => {
    const line = outcomeLine(entry, undefined, paint);
    expect(line).toContain(expected);
    expect(line).toMatch(/<dim>request-1<\/dim>$/);
  });

  it("has Vibes' own id before the request's", () => {
    const entry = { code: 'Published', detailType: 'MO Message', ...ids };
    expect(outcomeLine(entry, 'vibes-1', paint)).toMatch(/<dim>vibes-1 request-1<\/dim>$/);
  });

  it('of a message that could not be read names the message', () => {
    const entry = { level: 'error', code: 'RecordFailed', step: 'read', cause: 'envelope-not-json', messageId: 'm-1' };
    expect(outcomeLine(entry, undefined, paint)).toContain('goes back to the queue: read envelope-not-json');
    expect(outcomeLine(entry, undefined, paint)).toContain('m-1');
  });

  it('is left out for a stored callback', () => {
    expect(outcomeLine({ code: 'Stored', requestId: 'r' }, undefined, paint)).toBeUndefined();
  });
});

describe('the line of a target', () => {
  const outcome: DeliveryOutcome = {
    ruleName: 'Orders',
    busArn: 'arn:bus',
    targetId: 'Target0',
    targetArn: 'arn:aws:lambda:us-east-1:0:function:Bot',
    eventId: 'event-1',
    event: '{}',
    step: 'delivered',
    attempts: 1,
    detail: 'ran in 12 ms',
    log: [],
  };

  it.each<[Partial<DeliveryOutcome>, string]>([
    [{}, 'Bot <good>delivered: ran in 12 ms</good>'],
    [{ step: 'retried', detail: 'Error: no' }, 'Bot <warn>will be retried: Error: no</warn>'],
    [{ step: 'failed', detail: 'failed 3 times: Error: no' }, 'Bot <bad>failed 3 times: Error: no</bad>'],
    [{ step: 'dead-lettered', detail: 'no policy' }, 'Bot <bad>in its dead-letter queue: no policy</bad>'],
    [{ step: 'dropped', detail: 'no policy' }, 'Bot <bad>LOST: no policy</bad>'],
    [
      { step: 'failed', detail: "failed once: Error: Cannot find module 'x'\nRequire stack:\n- /tmp/x" },
      "Bot <bad>failed once: Error: Cannot find module 'x'</bad>",
    ],
    [{ detail: '' }, 'Bot <good>delivered</good>'],
  ])('%j says how far the event came', (change, expected) => {
    const line = deliveryLine({ ...outcome, ...change }, ['vibes-1', 'request-1'], paint);
    expect(line).toBe(`  →  Orders                 ${expected}  <dim>vibes-1 request-1</dim>`);
  });
});

test('a callback that waits, and dead letters, have a line', () => {
  expect(waitingLine('/rbm', 'r', paint)).toBe(
    '<good>200</good>  /rbm                   <warn>waiting in the queue</warn>  <dim>r</dim>',
  );
  const command = 'npm run ops -- dead list --local --data mine';
  expect(deadLettersLine(1, command, paint)).toContain(`1 callback in the dead-letter queue: ${command} shows why`);
  expect(deadLettersLine(2, command, paint)).toContain('2 callbacks in the dead-letter queue');
});
