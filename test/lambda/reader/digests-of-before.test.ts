import type { Callback } from '../../../lambda/reader/callback';
import { identityText } from '../../../lambda/reader/identity/identity';
import { readCallback } from '../../../lambda/reader/read-callback';
import { XmlFields } from '../../../lambda/reader/xml/xml-fields';
import { sampleRequest } from '../../../packages/cli/src/commands/send/sample-request';
import { envelopeOf } from '../../../packages/proof/src/support/envelope';
import { policy } from '../../support/read-event';
import recorded from './digests-of-before.json';
import unknownFields from './unknown-fields-of-before.json';

function envelopeOfSample(name: string) {
  const { body, ...request } = sampleRequest(name);
  return envelopeOf({ ...request, proof: request.path === '/sms/mo' ? 'basic:current' : 'source', body });
}

/** What the version at the time made of each sample, with the key of the generators. */
test.each(Object.entries(recorded))(
  '%s has the identity and knows the digest that it had before',
  async (name, before) => {
    const callback = await readCallback(envelopeOfSample(name), policy);
    expect(identityText(callback.identity)).toBe(before.identity);
    expect(callback.formerDigests).toContain(before.contentDigest);
    expect(callback.contentDigest).not.toBe(before.contentDigest);
  },
);

const takenLater = ['survey', 'passThrough', 'cost', 'ReplyCharging', 'UACapabilities'];
let readsMore = false;

function readMore(fields: XmlFields): void {
  if (!readsMore) return;
  fields.attribute('campaign');
  for (const name of takenLater) fields.whole(name);
  fields.child('Priority')?.attribute('level');
}

// The readers of SMS ask each document for a required child, and those of MMS for a text.
const { requiredChild } = XmlFields.prototype;
jest.spyOn(XmlFields.prototype, 'requiredChild').mockImplementation(function (this: XmlFields, name) {
  readMore(this);
  return requiredChild.call(this, name);
});
jest.mock('../../../lambda/reader/mms/mm7-request', () => {
  const actual = jest.requireActual('../../../lambda/reader/mms/mm7-request');
  const textOf = (fields: XmlFields, name: string) => {
    readMore(fields);
    return actual.textOf(fields, name);
  };
  return { ...actual, textOf };
});

afterEach(() => {
  readsMore = false;
});

const extraOf = ({ data }: Callback) => Object.keys(Object(data).extra ?? {});

/** Documents with attributes and elements that no reader knew, and what version 0.1.0 made of each. */
describe.each(unknownFields)('$name, published by 0.1.0', ({ path, proof, body, ...before }) => {
  const headers = { 'content-type': 'text/xml; charset=utf-8' };
  const read = () => readCallback(envelopeOf({ path, proof: proof as 'source', headers, body }), policy);

  it('is the same callback today', async () => {
    const callback = await read();
    const identities = [callback.identity, ...(callback.formerIdentities ?? [])];
    expect(identities.map(identityText)).toContain(before.identity);
    expect(callback.formerDigests).toContain(before.contentDigest);
  });

  it('is the same callback to a version whose reader takes more of it', async () => {
    const today = await read();
    readsMore = true;
    const later = await read();
    expect(later.identity).toEqual(today.identity);
    expect(later.formerDigests).toEqual(today.formerDigests);
    expect(extraOf(later).length).toBeLessThan(extraOf(today).length);
  });
});
