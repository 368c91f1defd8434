import fc from 'fast-check';
import { eventId } from '../../../lambda/reader/identity/identity';
import { readCallback } from '../../../lambda/reader/read-callback';
import { callbackKinds } from '../../../packages/proof/src/fuzz/callback-kinds';
import { readMultipartEvent, soap } from '../../support/mm7';
import { policy, readEvent } from '../../support/read-event';

/** The letters of a long message's marker are the document's, not the callback's: a test of its own holds them. */
function withoutRaw(data: Readonly<Record<string, unknown>>): unknown {
  return JSON.parse(JSON.stringify(data, (key, value) => (key === 'raw' ? undefined : value)));
}

describe.each(Object.entries(callbackKinds))('%s', (_document, callbacks) => {
  it('is what was written, however it was written', async () => {
    await fc.assert(
      fc.asyncProperty(callbacks, async ({ envelope, detailType, identity, data }) => {
        const event = await readEvent(envelope);
        expect(event.detailType).toBe(detailType);
        expect(withoutRaw(event.data)).toEqual(withoutRaw(data));
        expect(event.callback.identity).toEqual(identity);
      }),
    );
  });

  it('is the same when Vibes sends it again', async () => {
    await fc.assert(
      fc.asyncProperty(callbacks, async ({ envelope, retry }) => {
        const [first, again] = [await readCallback(envelope, policy), await readCallback(retry, policy)];
        expect(again.identity).toEqual(first.identity);
        expect(again.contentDigest).toBe(first.contentDigest);
        // What the retry stores replaces what the first one stored.
        expect(again.objects.map(({ key }) => key)).toEqual(first.objects.map(({ key }) => key));
      }),
    );
  });

  it('shares its id with no other', async () => {
    await fc.assert(
      fc.asyncProperty(callbacks, callbacks, async (a, b) => {
        fc.pre(JSON.stringify(a.identity) !== JSON.stringify(b.identity));
        const [first, second] = [await readCallback(a.envelope, policy), await readCallback(b.envelope, policy)];
        expect(eventId(first.identity)).not.toBe(eventId(second.identity));
      }),
    );
  });

  it('becomes an event whatever becomes of its bytes', async () => {
    const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255), fc.constantFrom('set', 'cut', 'insert')), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(callbacks, damage, async ({ envelope }, damage) => {
        const bytes = [...envelope.body];
        for (const [place, value, how] of damage) {
          const at = place % (bytes.length + 1);
          if (how === 'cut') bytes.splice(at);
          else bytes.splice(at, how === 'set' ? 1 : 0, value);
        }
        await readEvent({ ...envelope, body: Uint8Array.from(bytes) });
      }),
    );
  });
});

it('stores objects under names and types of our own, whatever a person wrote', async () => {
  const words = fc.constantFrom(
    'canarytextzq',
    '1-555-777-0123',
    'image',
    'text',
    'plain',
    'jpeg',
    'x-canary',
    '15557770123',
  );
  const types = fc
    .tuple(words, words, words)
    .map(([type, subtype, name]) => `${type}/${subtype}; name=${name}; charset=${name}`);
  const part = fc.tuple(types, words).map(([type, name]) => ({
    headers: [`Content-Type: ${type}`, `Content-ID: <${name}>`, `Content-Disposition: ${name}; filename=${name}`],
    bytes: Buffer.from('x'),
  }));
  await fc.assert(
    fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 3 }), async (media) => {
      const { callback, detailType } = await readMultipartEvent({ xml: soap('<DeliverReq/>'), media });
      expect(detailType).toBe('MMS Message');
      for (const { key, contentType } of callback.objects) {
        expect(key).toMatch(/^attachments\/[0-9a-f-]{36}\/\d[.\w]{0,4}$/);
        expect(['application/octet-stream', 'image/jpeg', 'text/plain']).toContain(contentType);
      }
    }),
  );
});
