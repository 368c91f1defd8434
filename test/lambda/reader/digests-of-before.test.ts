import type { Callback } from '../../../lambda/reader/callback';
import { identityText } from '../../../lambda/reader/identity/identity';
import { formerMmsDigest, formerReportDigest } from '../../../lambda/reader/mms/former-mm7-digest';
import { soapAlone } from '../../../lambda/reader/mms/mm7-digest';
import { openMm7 } from '../../../lambda/reader/mms/mm7-request';
import { readMmsDeliveryReport } from '../../../lambda/reader/mms/mms-delivery-report';
import type { MmsDeliveryReport } from '../../../lambda/reader/mms/mms-delivery-report-schema';
import { readMmsMessage } from '../../../lambda/reader/mms/mms-message';
import type { MmsMessage } from '../../../lambda/reader/mms/mms-message-schema';
import { readCallback } from '../../../lambda/reader/read-callback';
import { formerMoDigest, formerReceiptDigest } from '../../../lambda/reader/sms/former-sms-digest';
import { readMoMessage } from '../../../lambda/reader/sms/mo-message';
import type { MoMessage } from '../../../lambda/reader/sms/mo-message-schema';
import { readMtMessageResponse } from '../../../lambda/reader/sms/mt-message-response';
import type { MtMessageResponse } from '../../../lambda/reader/sms/mt-message-response-schema';
import { parseXml } from '../../../lambda/reader/xml/xml';
import { sampleRequest } from '../../../packages/cli/src/commands/send/sample-request';
import { envelopeOf } from '../../../packages/proof/src/support/envelope';
import { policy } from '../../support/read-event';
import recorded from './digests-of-before.json';

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

/** With a field more in every object that an event's schema describes; what is passed on as sent has none. */
function withFields(value: unknown, name = ''): unknown {
  if (['extra', 'element', 'headers'].includes(name)) return value;
  if (Array.isArray(value)) return value.map((item) => withFields(item));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([key, member]) => [key, withFields(member, key)] as const);
  return { ...Object.fromEntries(members), addedLater: 'x' };
}

const rootOf = (name: string) => parseXml(sampleRequest(name).body.toString('utf8'));
const dataOf = <T>({ data }: Callback) => withFields(data) as T;

describe('a field that is added to the event later changes no digest of', () => {
  it.each(['mo-message-long-part.xml', 'mo-message-keyword.xml'])('%s', (name) => {
    const callback = readMoMessage(rootOf(name), envelopeOfSample(name), policy);
    expect([formerMoDigest(dataOf<MoMessage>(callback))]).toEqual(callback.formerDigests);
  });

  it('mt-message-response-failed-part.xml', () => {
    const name = 'mt-message-response-failed-part.xml';
    const callback = readMtMessageResponse(rootOf(name), envelopeOfSample(name), policy);
    expect([formerReceiptDigest(dataOf<MtMessageResponse>(callback))]).toEqual(callback.formerDigests);
  });

  it('mms-message-text-only.xml', async () => {
    const request = openMm7(rootOf('mms-message-text-only.xml'));
    const callback = await readMmsMessage(request, soapAlone, policy);
    expect([formerMmsDigest(dataOf<MmsMessage>(callback), request)]).toEqual(callback.formerDigests);
  });

  it('mms-delivery-report-rejected.xml', () => {
    const request = openMm7(rootOf('mms-delivery-report-rejected.xml'));
    const callback = readMmsDeliveryReport(request, soapAlone, policy);
    expect([formerReportDigest(dataOf<MmsDeliveryReport>(callback), request)]).toEqual(callback.formerDigests);
  });
});
