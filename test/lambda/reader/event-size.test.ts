import type { Callback } from '../../../lambda/reader/callback';
import { toEvent } from '../../../lambda/reader/event';
import { fitEvent, maxDataBytes, moveField } from '../../../lambda/reader/event-size';
import type { Family } from '../../../lambda/reader/families';
import { sha256Hex } from '../../../lambda/shared/sha-256';
import { envelopeOf } from '../../../packages/proof/src/support/envelope';

const policy = { bucket: 'bucket', requireRbmSignature: false, identityKey: 'a key' };
const large = 'é'.repeat(maxDataBytes / 2 + 1);

function callbackOf(family: Family, data: Record<string, unknown>, rawPayload?: string): Callback {
  const identity = { family, id: 'id', part: '-' };
  return {
    identity,
    contentDigest: 'd',
    attempt: null,
    data,
    objects: [],
    ...(rawPayload !== undefined && { rawPayload }),
  };
}

const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString();

describe('fitEvent', () => {
  it('leaves alone what fits', () => {
    const callback = callbackOf('mo', { messageId: '1', text: 'x'.repeat(maxDataBytes - 100) });
    expect(fitEvent(callback, policy)).toBe(callback);
  });

  it('puts a text that does not into the bucket, and says where', () => {
    const fitted = fitEvent(callbackOf('mo', { messageId: '1', text: large }), policy);
    const [object] = fitted.objects;
    expect(text(object?.bytes)).toBe(large);
    expect(fitted.data).toEqual({
      messageId: '1',
      text: null,
      textObject: {
        bucket: 'bucket',
        key: object?.key,
        size: Buffer.byteLength(large),
        sha256: sha256Hex(large),
        contentType: 'text/plain; charset=utf-8',
      },
    });
    expect(object?.key).toMatch(/^attachments\/[0-9a-f-]{36}\/data\.text\.txt$/);
  });

  it('counts bytes, and what JSON makes of control characters', () => {
    expect(fitEvent(callbackOf('mo', { text: '\n'.repeat(maxDataBytes / 2 + 1) }), policy).objects).toHaveLength(1);
    expect(fitEvent(callbackOf('mo', { text: '\n'.repeat(maxDataBytes / 4) }), policy).objects).toHaveLength(0);
  });

  it('counts what an event writes as an escape', () => {
    const units = maxDataBytes / 4;
    expect(fitEvent(callbackOf('mo', { text: '\uffff'.repeat(units) }), policy).objects).toHaveLength(1);
    expect(fitEvent(callbackOf('mo', { text: '\ufffd'.repeat(units) }), policy).objects).toHaveLength(0);
    const payload = `"${'\ufffe'.repeat(units)}"`;
    expect(fitEvent(callbackOf('platform', { eventId: '1' }, payload), policy).objects).toHaveLength(1);
  });

  it('moves the largest first, and no more than it has to', () => {
    const extra = { '@a': 'x'.repeat(150_000) };
    const fitted = fitEvent(callbackOf('mo', { text: 'x'.repeat(100_000), longMessageInfo: null, extra }), policy);
    expect(fitted.data).toMatchObject({ text: 'x'.repeat(100_000), longMessageInfo: null, extra: null });
    expect(JSON.parse(text(fitted.objects[0]?.bytes))).toEqual(extra);
    expect(fitted.data.extraObject).toMatchObject({ contentType: 'application/json' });
  });

  it('moves several where one is not enough', () => {
    const fitted = fitEvent(callbackOf('receipt', { description: large, extra: { '@a': large } }), policy);
    expect(fitted.objects.map(({ key }) => key.replace(/.*\//, ''))).toEqual([
      'data.extra.json',
      'data.description.txt',
    ]);
  });

  it('moves a payload to the letter', () => {
    const payload = `{"a":9007199254740993,"a":"${large}"}`;
    const fitted = fitEvent(callbackOf('platform', { eventId: '1' }, payload), policy);
    expect(text(fitted.objects[0]?.bytes)).toBe(payload);
    const { detail } = toEvent(fitted, envelopeOf({ body: '' }));
    expect(JSON.parse(detail).data).toEqual({ eventId: '1', payload: null, payloadObject: fitted.data.payloadObject });
  });

  it('keeps a payload that fits when something else is moved', () => {
    const callback = callbackOf('platform', { extra: large }, '{"a":1}');
    expect(moveField(callback, 'extra', policy)).toMatchObject({
      rawPayload: '{"a":1}',
      data: { extra: null },
    });
  });

  it('makes the same objects of the same callback', () => {
    const callback = callbackOf('mo', { text: large });
    expect(fitEvent(callback, policy)).toEqual(fitEvent(callback, policy));
  });

  it('refuses ids and addresses that are too large by themselves', () => {
    const callback = callbackOf('mo', { messageId: large, text: 'x' });
    expect(() => fitEvent(callback, policy)).toThrow('event-too-large');
  });
});
