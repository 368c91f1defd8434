import type { Callback, ReadPolicy } from '../../../lambda/reader/callback';
import { collisionId } from '../../../lambda/reader/identity/collision-id';
import { identityText } from '../../../lambda/reader/identity/identity';
import { readCallback } from '../../../lambda/reader/read-callback';
import { unrecognized } from '../../../lambda/reader/unrecognized/unrecognized-callback';
import { type FindInLedger, isPublishedAs, type LedgerState, wasPublished } from '../../../lambda/reader/was-published';
import type { Envelope } from '../../../lambda/shared/envelope';
import { envelopeOf } from '../../../packages/proof/src/support/envelope';

const lax: ReadPolicy = { bucket: 'b', requireRbmSignature: false, identityKey: 'a key', requireCertificate: false };
const strict: ReadPolicy = { ...lax, requireRbmSignature: true, requireCertificate: true };

const rbm = envelopeOf({
  path: '/rbm',
  headers: { 'x-vibes-eventclass': 'UserMessage' },
  body: '{"messageId":"m1","agentId":"a","text":"hi"}',
});
const platform = envelopeOf({ path: '/platform', body: '{"event_id":"E1","callback_type":"person_added"}' });
/** Parts of a long message: an identity with a hash in it, so that version 0.1.0 had another. */
const part = envelopeOf({
  path: '/sms/mo',
  proof: 'basic:current',
  body: '<moMessage messageId="1" receiptDate="2024-05-06T07:08:09Z"><source address="+1" carrier="" type="MDN"/><destination address="0" type="SC"/><message>HI</message><longMessageInfo><part>1</part></longMessageInfo></moMessage>',
});
const odd = envelopeOf({ body: 'no callback of Vibes' });

/** As `envelopeOf` makes it, which was seen a second later. */
const ofThisRequest = {
  requestId: '0f3d9d0c-0000-4000-8000-000000000001',
  firstSeenAt: '2024-05-06T12:08:10.123Z',
};

/** A ledger with these callbacks in it. */
function ledgerOf(callbacks: readonly Callback[], state: Partial<LedgerState> = {}): FindInLedger {
  const entries = new Map(
    callbacks.map(({ identity, contentDigest }) => [
      identityText(identity),
      { isPublished: true, contentDigest, ...ofThisRequest, ...state },
    ]),
  );
  return async (identity) => entries.get(identityText(identity));
}

/** The callback as an earlier version made it: before digests had a version, and without a key where that is null. */
async function readBefore(envelope: Envelope, policy: ReadPolicy): Promise<Callback> {
  const callback = await readCallback(envelope, policy);
  const [formerDigest = callback.contentDigest] = callback.formerDigests ?? [];
  const contentDigest = callback.identity.family === 'unrecognized' ? callback.contentDigest : formerDigest;
  return { ...callback, contentDigest, formerIdentities: [], formerDigests: [] };
}

const collided = async (envelope: Envelope, policy: ReadPolicy) =>
  unrecognized(envelope, 'identity-collision', policy, collisionId(await readCallback(envelope, policy)));

describe.each([
  ['an RBM event', rbm],
  ['a Platform event', platform],
  ['a part of a message', part],
  ['what no reader understands', odd],
] as const)('%s', (_what, envelope) => {
  const today = [lax, strict];
  const answers = (find: FindInLedger) => Promise.all(today.map((policy) => wasPublished(envelope, policy, find)));

  it('was not published where the ledger knows nothing of it', async () =>
    expect(await answers(ledgerOf([]))).toEqual([false, false]));

  it.each(today)('was published under %j, whatever is asked today', async (then) => {
    const callback = await readCallback(envelope, then);
    expect(await answers(ledgerOf([callback]))).toEqual([true, true]);
    expect(await answers(ledgerOf([callback], { isPublished: false }))).toEqual([false, false]);
  });

  it.each([
    ['by version 0.1.0', { ...lax, identityKey: null }],
    ['before digests had a version', lax],
  ])('was published %s', async (_when, then) => {
    const callback = await readBefore(envelope, then);
    expect(await answers(ledgerOf([callback]))).toEqual([true, true]);
  });

  it('was published as what an earlier version did not understand', async () => {
    const callback = unrecognized(envelope, 'xml-missing-field', lax);
    expect(await answers(ledgerOf([callback]))).toEqual([true, true]);
  });

  it.each(['as it was asked then', 'as nothing was asked'])('is another one with other content, %s', async (how) => {
    const asked = how === 'as nothing was asked' ? { signature: false, certificate: false } : undefined;
    const callback = await readCallback(asked === undefined ? envelope : { ...envelope, asked }, lax);
    expect(await answers(ledgerOf([callback], { contentDigest: 'of other content', requestId: 'of another' }))).toEqual(
      [false, false],
    );
  });
});

describe.each([
  ['an RBM event', rbm],
  ['a part of a message', part],
] as const)('%s whose identity other content has', (_what, envelope) => {
  it.each([
    ['before digests had a version', lax],
    ['by version 0.1.0', { ...lax, identityKey: null }],
  ] as const)('was published where it was kept as a collision, now or %s', async (_when, then) => {
    const before = unrecognized(envelope, 'identity-collision', then, collisionId(await readBefore(envelope, then)));
    const find = ledgerOf([before]);
    expect(await wasPublished(envelope, strict, find)).toBe(true);
    expect(await wasPublished(envelope, strict, ledgerOf([await collided(envelope, lax)]))).toBe(true);
    expect(await wasPublished(odd, strict, find)).toBe(false);
  });
});

test('what nothing was asked of counts for what was asked for a signature no more than a collision would', async () => {
  const find = ledgerOf([await readCallback(rbm, lax)]);
  expect(await wasPublished({ ...rbm, asked: { signature: true, certificate: true } }, lax, find)).toBe(false);
});

describe('what was kept as unrecognized', () => {
  const asked = { signature: true, certificate: false };
  const unsigned = { ...rbm, asked };
  const signed = { ...unsigned, proof: 'signature' as const };

  it.each([
    ['of another request', { requestId: 'other' }],
    ['before this was received, under an id that its caller chose twice', { firstSeenAt: '2024-05-06T12:08:09.122Z' }],
  ])('%s is not a publication of this one', async (_what, state) => {
    const find = ledgerOf([await readCallback(unsigned, lax)], state);
    expect(await wasPublished(signed, lax, find)).toBe(false);
    // The consumer would drop this one as a duplicate.
    expect(await wasPublished(unsigned, lax, find)).toBe(true);
  });

  it('of this very request by an earlier version is one', async () => {
    expect(await wasPublished(signed, lax, ledgerOf([unrecognized(signed, 'json-malformed', lax)]))).toBe(true);
  });
});

test('as one reading alone, it was not published under another', async () => {
  const find = ledgerOf([await readCallback(rbm, strict)]);
  expect(await isPublishedAs(await readCallback(rbm, strict), find)).toBe(true);
  expect(await isPublishedAs(await readCallback(rbm, lax), find)).toBe(false);
});
