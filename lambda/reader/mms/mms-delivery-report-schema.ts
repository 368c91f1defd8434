import { type Static, Type } from '@sinclair/typebox';
import { extraFields, IsoDate, Nullable, ObjectReference } from '../common-schema';
import { MmsAddress } from './mms-message-schema';

/** `data` of an `MMS Delivery Report`: an MM7 `DeliveryReportReq`. */
export const MmsDeliveryReport = Type.Object(
  {
    transactionId: Nullable(Type.String(), { description: "MM7's TransactionID." }),
    messageId: Type.String({ description: 'The id that Vibes gave the message you submitted.' }),
    recipient: Nullable(MmsAddress, { description: 'The recipient of the message.' }),
    sender: Nullable(MmsAddress, { description: 'The code it was sent from.' }),
    status: Type.String({
      description: '`Retrieved`, `Rejected`, `Indeterminate`, `Expired` or `Forwarded`; others may come.',
    }),
    statusText: Nullable(Type.String(), {
      description: 'Free text.',
    }),
    statusTextObject: Type.Optional(ObjectReference),
    date: Nullable(IsoDate, { description: 'The date of the status.' }),
    dateText: Nullable(Type.String(), { description: 'The same as sent.' }),
    mm7Version: Nullable(Type.String(), { description: "MM7's version: `5.5.0`." }),
    ...extraFields,
  },
  { additionalProperties: false },
);
export type MmsDeliveryReport = Static<typeof MmsDeliveryReport>;
