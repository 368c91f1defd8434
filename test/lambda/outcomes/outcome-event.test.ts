import type { Evidence, Outcome } from '../../../lambda/outcomes/fold';
import { toOutcomeEvent } from '../../../lambda/outcomes/outcome-event';
import type { CallbackDetail, MessageSubmitted } from '../../../package/events';
import { checkDetail } from '../../../packages/proof/src/support/check-detail';

const outcome: Outcome = {
  messageId: 'm#1',
  submitterMessageId: 'order-1',
  channel: 'sms',
  state: 'failed',
  isFinal: true,
  version: 3,
  since: '2024-05-06T12:08:09.123Z',
  error: { code: 107, internalCode: 9, text: 'Blocked', kind: 'blocked' },
  parts: { total: 2, delivered: 1, failed: 1 },
  forwardedTo: null,
  corrects: 2,
};
const evidence: readonly Evidence[] = [
  { eventId: 'e1', source: 'Carrier', state: 'failed', at: '2024-05-06T12:08:09.123Z' },
  { eventId: 'e2', source: 'unknown', state: null, at: '2024-05-06T12:08:10.000Z' },
];
const madeAt = '2024-05-06T12:08:14.789Z';

/** The same in another order, as a table may return it. */
function reversed<T extends object>(value: T): T {
  const entries = Object.entries(value).map(([name, member]) => [name, isObject(member) ? reversed(member) : member]);
  return Object.fromEntries(entries.reverse());
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

describe('the event of a version', () => {
  const { id, detail, ...event } = toOutcomeEvent(outcome, evidence, madeAt);

  it('has all that the published schema names, and no more', () => {
    const parsed: CallbackDetail<'Message Outcome'> = JSON.parse(detail);
    checkDetail('Message Outcome', parsed);
    expect(event).toEqual({ detailType: 'Message Outcome', time: madeAt });
    expect(parsed).toEqual({
      metadata: { id, identity: 'outcome#sms#m#1#3', madeAt, schemaVersion: 1 },
      data: { ...outcome, evidence },
    });
  });

  it('is the same to the byte, in whatever order the table returns the outcome', () => {
    expect(toOutcomeEvent(reversed(outcome), evidence, madeAt)).toEqual({ id, detail, ...event });
  });

  it('has the same id for the same version, whatever evidence is there', () => {
    expect(toOutcomeEvent(outcome, [], '2024-05-07T00:00:00.000Z').id).toBe(id);
  });

  it.each<Partial<Outcome>>([
    { version: 4 },
    { channel: 'rbm' },
    { messageId: 'm' },
    { state: 'delivered' },
    { error: null },
    { parts: { total: 3, delivered: 1, failed: 1 } },
  ])('has another id with %j', (change) => {
    expect(toOutcomeEvent({ ...outcome, ...change }, evidence, madeAt).id).not.toBe(id);
  });
});

test('the types say the same as the fold', () => {
  type Data = CallbackDetail<'Message Outcome'>['data'];
  const published: (made: Outcome & { evidence: Evidence[] }) => Data = (made) => made;
  const made: (data: Data) => Outcome & { evidence: Evidence[] } = (data) => data;
  expect([published, made]).toHaveLength(2);
  // @ts-expect-error a channel that there is not
  const wrong: MessageSubmitted = { messageId: 'm1', channel: 'fax' };
  expect(wrong.channel).toBe('fax');
});
