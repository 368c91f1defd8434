import type { CallbackBuilder, VibesCallback } from '../callback';
import type { Random } from '../random';
import { isoDate, moment } from './invented';
import { xmlDeclaration, xmlDocument } from './xml';

/** `mtMessageResponse` (wire contract §2.3): a message has a Carrier and, mostly, a Handset receipt under one id. */
export const receipt: CallbackBuilder = (random) => {
  const messageId = random.uuid();
  const parts = random.chance(0.2) ? 2 : 1;
  const carrier = receiptOf(random, messageId, 'Carrier', parts);
  return random.chance(0.8) ? [carrier, receiptOf(random, messageId, 'Handset', parts)] : [carrier];
};

function receiptOf(random: Random, messageId: string, type: 'Carrier' | 'Handset', parts: number): VibesCallback {
  const isError = random.chance(0.1);
  const submitter = random.chance(0.5) ? ` submitterMessageId="order-${random.int(1, 9999)}"` : '';
  const xml = `${xmlDeclaration}
<mtMessageResponse messageId="${messageId}"${submitter} receiptDate="${isoDate(moment(random))}">
${multipart(random, parts)}  <type>${type}</type>
  ${status(random, isError)}
</mtMessageResponse>
`;
  return {
    key: `receipt ${messageId} ${type}`,
    kind: 'receipt',
    channel: 'sms',
    method: 'POST',
    route: '/sms/receipt',
    authentication: 'source',
    document: () => xmlDocument(xml),
  };
}

function multipart(random: Random, parts: number): string {
  if (parts === 1) return '';
  return `  <multipart isMultipart="true" originalMessageId="${random.uuid()}" noOfParts="${parts}" partNumber="${parts}" />\n`;
}

function status(random: Random, isError: boolean): string {
  if (!isError) return '<status isError="false"><description>Message delivered</description></status>';
  const code = random.pick([1, 7, 9, 12, 26]);
  return `<status isError="true"><description>Not delivered</description><errorCode>107</errorCode><internalErrorCode>${code}</internalErrorCode></status>`;
}
