import type { CallbackBuilder, VibesCallback } from '../callback';
import type { Random } from '../random';
import { isoDate, moment, phoneNumber, shortCode } from './invented';

const namespace = 'http://www.3gpp.org/ftp/Specs/archive/23_series/23.140/schema/REL-5-MM7-1-5';

/** MM7 `DeliveryReportReq` (wire contract §3.2): `Forwarded` may be followed by a final status of the same message. */
export const mmsReceipt: CallbackBuilder = (random) => {
  const messageId = random.hex(20);
  const recipient = phoneNumber(random);
  const final = reportOf(
    random,
    messageId,
    recipient,
    random.pick(['Retrieved', 'Rejected', 'Indeterminate', 'Expired']),
  );
  return random.chance(0.3) ? [reportOf(random, messageId, recipient, 'Forwarded'), final] : [final];
};

function reportOf(random: Random, messageId: string, recipient: string, status: string): VibesCallback {
  const statusText = status === 'Rejected' ? '<StatusText>Error 107 - Rejected [ref: 12]</StatusText>' : '';
  const xml = `<?xml version="1.0" encoding="utf-16"?>
<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:mm7="${namespace}">
  <soapenv:Header><mm7:TransactionID soapenv:mustUnderstand="1">${random.uuid()}</mm7:TransactionID></soapenv:Header>
  <soapenv:Body>
    <mm7:DeliveryReportReq>
      <mm7:MM7Version>5.5.0</mm7:MM7Version>
      <mm7:MessageID>${messageId}</mm7:MessageID>
      <mm7:Recipient><mm7:Number>${recipient}</mm7:Number></mm7:Recipient>
      <mm7:Sender><mm7:ShortCode>${shortCode}</mm7:ShortCode></mm7:Sender>
      <mm7:Date>${isoDate(moment(random))}</mm7:Date>
      <mm7:MMStatus>${status}</mm7:MMStatus>${statusText}
    </mm7:DeliveryReportReq>
  </soapenv:Body>
</soapenv:Envelope>`;
  return {
    key: `mms-receipt ${messageId} ${status}`,
    kind: 'mms-receipt',
    channel: 'mms',
    method: 'POST',
    route: '/mms/receipt',
    authentication: 'source',
    document: () => ({ headers: { 'content-type': 'text/xml; charset=utf-8' }, body: Buffer.from(xml, 'utf8') }),
  };
}
