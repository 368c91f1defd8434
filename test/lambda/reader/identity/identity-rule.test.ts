import { identify, identityRule, sealDigest, withIdentity } from '../../../../lambda/reader/identity/identity-rule';
import { readCallback } from '../../../../lambda/reader/read-callback';
import { sampleRequest } from '../../../../packages/cli/src/commands/send/sample-request';
import { envelopeOf } from '../../../../packages/proof/src/support/envelope';
import { policy } from '../../../support/read-event';

const receipt = envelopeOf(sampleRequest('mms-delivery-report-rejected.xml'));
const read = (identityKey: string | null) => readCallback(receipt, { ...policy, identityKey });

describe('a callback with a phone number in its identity', () => {
  it('has another identity and another digest under another key', async () => {
    const [one, other] = await Promise.all([read('one key'), read('another key')]);
    expect(one.identity.part).not.toBe(other.identity.part);
    expect(one.contentDigest).not.toBe(other.contentDigest);
  });

  it('has the same under the same key', async () => {
    expect(await read('one key')).toEqual(await read('one key'));
  });

  it('knows what version 0.1.0 made of it', async () => {
    const [now, before] = await Promise.all([read('a key'), read(null)]);
    expect(now.formerIdentities).toEqual([before.identity]);
    expect(now.formerDigests).toContain(before.formerDigests?.[0]);
    expect(withIdentity(now, before.identity)).toMatchObject({ identity: before.identity });
    expect(before).not.toHaveProperty('formerIdentities');
  });
});

it('an identity without anything personal is the same with a key and without', () => {
  const plain = { family: 'mo', id: '5d0c', part: '-' } as const;
  expect(identify({ identityKey: 'a key' }, () => plain)).toEqual({ identity: plain });
});

it('a digest is kept sealed, and never equals one of before it had a version', async () => {
  const digests = { contentDigest: 'digest', formerDigests: ['digest'] };
  const { contentDigest, formerDigests } = sealDigest({ ...(await read(null)), ...digests }, { identityKey: 'a key' });
  const sealed = identityRule({ identityKey: 'a key' }).seal('digest');
  expect(contentDigest).toBe(`v2:${sealed}`);
  expect(formerDigests).toEqual([sealed, 'digest']);
});
