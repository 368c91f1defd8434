import type { Callback } from '../../lambda/reader/callback';
import { toEvent } from '../../lambda/reader/event';
import { collisionId } from '../../lambda/reader/identity/collision-id';
import { ledgerKey } from '../../lambda/reader/identity/identity';
import { readCallback } from '../../lambda/reader/read-callback';
import { unrecognized } from '../../lambda/reader/unrecognized/unrecognized-callback';
import type { Envelope } from '../../lambda/shared/envelope';
import { sampleNames, sampleRequest } from '../../packages/cli/src/commands/send/sample-request';
import { envelopeOf } from '../../packages/proof/src/support/envelope';

const key = 'the key of a stack, which is in no ledger';
const number = /(?:312|555)5550\d{3}/;
const withNumber = sampleNames('').filter((name) => number.test(sampleRequest(name).body.toString('latin1')));

const policyWith = (identityKey: string | null) => ({ bucket: 'bucket', requireRbmSignature: false, identityKey });

/** What the ledger, ids and object keys have of a callback, and of the same kept as unrecognized or as a collision. */
async function traces(envelope: Envelope, identityKey: string | null): Promise<Set<string>> {
  const policy = policyWith(identityKey);
  const callback = await readCallback(envelope, policy);
  const others = [
    unrecognized(envelope, 'unknown-format', policy),
    unrecognized(envelope, 'identity-collision', policy, collisionId(callback)),
  ];
  return new Set([callback, ...others].flatMap((one) => tracesOf(one, envelope)));
}

function tracesOf(callback: Callback, envelope: Envelope): string[] {
  const { pk, sk } = ledgerKey(callback.identity);
  const keys = callback.objects.map((object) => object.key);
  return [pk, sk, `${pk}#${sk}`, toEvent(callback, envelope).id, callback.contentDigest, ...keys];
}

/** The sample with another number, as an attacker would try it who knows everything else that was sent. */
function guess(name: string, digits: string): Envelope {
  const { body, ...request } = sampleRequest(name);
  const text = body.toString('latin1').replace(new RegExp(number, 'g'), digits);
  return envelopeOf({ ...request, body: Buffer.from(text, 'latin1'), proof: 'basic:current' });
}

/** Which of the numbers leaves traces that only it leaves, and that are among those that were found. */
async function found(name: string, left: ReadonlySet<string>, identityKey: string | null): Promise<string[]> {
  const tried = ['3125550000', '3125550001', '3125550002'];
  const all = await Promise.all(tried.map((digits) => traces(guess(name, digits), identityKey)));
  const common = [...(all[0] ?? [])].filter((trace) => all.every((one) => one.has(trace)));
  return tried.filter((_, index) => [...(all[index] ?? [])].some((one) => left.has(one) && !common.includes(one)));
}

describe.each(withNumber)('the number in %s', (name) => {
  it('is found by trying neither without the key nor with another one', async () => {
    const left = await traces(guess(name, '3125550001'), key);
    expect(await found(name, left, null)).toEqual([]);
    expect(await found(name, left, 'another key, as long as that of the stack')).toEqual([]);
  });

  it('is found by a person who has the key too, so the trial above could succeed', async () => {
    const left = await traces(guess(name, '3125550001'), key);
    expect(await found(name, left, key)).toEqual(['3125550001']);
  });
});

test('the samples have numbers to try', () => {
  expect(withNumber.length).toBeGreaterThan(10);
});
