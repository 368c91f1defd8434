import { answerLine, outcomeLine, type Paint } from '../../../local/app/callback-lines';

const paint: Paint = {
  good: (text) => `<good>${text}</good>`,
  bad: (text) => `<bad>${text}</bad>`,
  odd: (text) => `<odd>${text}</odd>`,
  faint: (text) => `<faint>${text}</faint>`,
};
const ids = { requestId: 'request-1', messageId: 'message-1', eventId: 'event-1' };

describe('the line of an answer', () => {
  it.each([
    [401, 'no or wrong credentials'],
    [403, 'its address is not one of Vibes'],
    [503, 'not kept: Vibes sends it again'],
    [504, 'not kept: Vibes sends it again'],
    [429, 'not kept'],
  ])('of %d says what it means', (status, meaning) => {
    expect(answerLine({ status, method: 'POST', route: '/sms/mo', requestId: 'r' }, paint)).toBe(
      `<bad>${status}</bad>  POST /sms/mo           ${meaning}  <faint>r</faint>`,
    );
  });

  it('of a look in a browser says that nothing is kept', () => {
    const line = answerLine({ status: 200, method: 'GET', route: '/', requestId: 'r' }, paint);
    expect(line).toContain('nothing kept: callbacks are posted');
  });

  it('of a callback that was stored is none: it has its line when it is published', () => {
    expect(answerLine({ status: 200, method: 'POST', route: '/sms/mo', requestId: 'r' }, paint)).toBeUndefined();
  });
});

describe('the line of what the consumer logs', () => {
  it.each([
    [
      { code: 'Published', repeated: false, detailType: 'MO Message', ...ids },
      'MO Message             <good>published</good>',
    ],
    [{ code: 'Published', repeated: true, detailType: 'MO Message', ...ids }, '<good>published (perhaps again)</good>'],
    [
      { code: 'Published', repeated: false, detailType: 'Unrecognized Callback', reason: 'empty-body', ...ids },
      '<odd>kept as unrecognized: empty-body</odd>',
    ],
    [{ code: 'DuplicateDropped', detailType: 'RBM Event', ...ids }, '<faint>seen before: no second event</faint>'],
    [
      { code: 'RecordFailed', step: 'claim', cause: 'ThrottlingException', detailType: 'RBM Event', ...ids },
      '<bad>goes back to the queue: claim ThrottlingException</bad>',
    ],
  ])('%j says what became of the callback', (entry, expected) => {
    const line = outcomeLine(JSON.stringify({ level: 'info', ...entry }), paint);
    expect(line).toContain(expected);
    expect(line).toMatch(/<faint>request-1<\/faint>$/);
  });

  it('of a message that could not be read names the message', () => {
    const entry = { level: 'error', code: 'RecordFailed', step: 'read', cause: 'envelope-not-json', messageId: 'm-1' };
    expect(outcomeLine(JSON.stringify(entry), paint)).toContain('goes back to the queue: read envelope-not-json');
    expect(outcomeLine(JSON.stringify(entry), paint)).toContain('m-1');
  });

  it.each([
    ['a metric', '{"_aws":{}}'],
    ['what ingest logs', JSON.stringify({ level: 'info', code: 'Stored', requestId: 'r' })],
    ['what is no JSON', '{"level": oops'],
    ['a stack trace', 'Error: oops'],
  ])('is none for %s', (_, text) => {
    expect(outcomeLine(text, paint)).toBeUndefined();
  });
});
