import type { CallbackForm } from './callback-form';
import { addressesOf, type Mm7Address, type Mm7Style, soapDocument } from './mm7';
import { elementOf, textElements } from './xml';

interface DeliveryReportContent {
  readonly transactionId: string | null;
  readonly messageId: string;
  readonly recipient: Mm7Address;
  readonly sender: Mm7Address | null;
  readonly date: string;
  /** `Retrieved`, `Rejected`, `Indeterminate`, `Expired`, `Forwarded` today. */
  readonly status: string;
  readonly statusText: string | null;
}

/** MM7 `DeliveryReportReq`, the receipt of an MMS (wire contract §3.2). */
export const mmsDeliveryReport: CallbackForm<DeliveryReportContent, Mm7Style> = {
  channel: 'mms',
  route: '/mms/receipt',
  authentication: 'source',
  write: ({ transactionId, messageId, recipient, sender, date, status, statusText }, style) => {
    const content = [
      ...textElements({ MessageID: messageId }),
      elementOf('Recipient', addressesOf([recipient])),
      ...(sender === null ? [] : [elementOf('Sender', addressesOf([sender]))]),
      ...textElements({ Date: date, MMStatus: status, StatusText: statusText }),
    ];
    return soapDocument({ transactionId, name: 'DeliveryReportReq', content }, style);
  },
};
