import { type Static, Type } from '@sinclair/typebox';
import { extraFields, IsoDate, Nullable, ObjectReference } from '../common-schema';
import { MmsAddress } from './mms-message-schema';

/** `data` of an `MMS Delivery Report`: an MM7 `DeliveryReportReq`. */
export const MmsDeliveryReport = Type.Object(
  {
    transactionId: Nullable(Type.String(), { description: "MM7's TransactionID." }),
    messageId: Type.String({ description: 'The id that Vibes gave the message you submitted.' }),
    recipient: Nullable(MmsAddress, { description: 'Whom the message was sent to.' }),
    sender: Nullable(MmsAddress, { description: 'The code it was sent from.' }),
    status: Type.String({
      description:
        '`Retrieved`, `Rejected`, `Indeterminate`, `Expired` or `Forwarded` (which may not be final); others may come.',
    }),
    statusText: Nullable(Type.String(), {
      description: 'Free text. Null where there is none, or where it is in the bucket (`statusTextObject`).',
    }),
    statusTextObject: Type.Optional(ObjectReference),
    date: Nullable(IsoDate, { description: 'ISO 8601, UTC. Null where it was not sent or cannot be read.' }),
    dateText: Nullable(Type.String(), { description: 'The same as it was sent.' }),
    mm7Version: Nullable(Type.String(), { description: "MM7's version: `5.5.0`." }),
    ...extraFields,
  },
  { additionalProperties: false },
);
export type MmsDeliveryReport = Static<typeof MmsDeliveryReport>;
