import { toEvent } from '../../../../../lambda/reader/event';
import { readCallback } from '../../../../../lambda/reader/read-callback';
import { readPublishedLine } from '../../../src/simulator/compare-events';
import { histories, historyNames } from '../../../src/simulator/histories/histories';
import type { Said, Submission } from '../../../src/simulator/histories/said';
import { callbackSaying, entrySaying } from '../../../src/simulator/histories/saying';
import { envelopeOf } from '../../../src/support/envelope';
import { sentAt } from '../../../src/vibes/callback';
import { createRandom } from '../../../src/vibes/random';

const isReceipt = (said: Said): said is Exclude<Said, Submission> => said.by !== 'sender';

describe.each(historyNames)('the callbacks of %s', (name) => {
  it('become events of their kind, each with a key and an id of its own', async () => {
    const callbacks = histories[name](createRandom(7)).filter(isReceipt).map(callbackSaying);
    const lines = [];
    for (const callback of callbacks) {
      const envelope = envelopeOf(sentAt(callback));
      const read = await readCallback(envelope, { bucket: 'bucket', requireRbmSignature: true, identityKey: 'a key' });
      const { detailType, detail } = toEvent(read, envelope);
      lines.push(readPublishedLine(`{"detail-type":${JSON.stringify(detailType)},"detail":${detail}}`));
    }
    expect(lines.map(({ key }) => key)).toEqual(callbacks.map(({ key }) => key));
    expect(new Set(lines.map(({ key }) => key)).size).toBe(lines.length);
    expect(new Set(lines.map(({ eventId }) => eventId)).size).toBe(lines.length);
  });
});

test('what a sender says is an entry of the bus, at the time of the submission', () => {
  const said: Submission = {
    by: 'sender',
    at: Date.UTC(2024, 4, 6),
    channel: 'sms',
    messageId: 'm',
    submitterMessageId: null,
    receiptOption: 'ERROR',
    expectWithinMinutes: 5,
  };
  expect(entrySaying(said)).toEqual({
    Source: 'conformance.sender',
    DetailType: 'Message Submitted',
    Time: new Date('2024-05-06T00:00:00.000Z'),
    Detail: '{"channel":"sms","messageId":"m","receiptOption":"ERROR","expectWithinMinutes":5}',
  });
  expect(entrySaying({ ...said, submitterMessageId: 'order-1' }).Detail).toContain('"submitterMessageId":"order-1"');
});
