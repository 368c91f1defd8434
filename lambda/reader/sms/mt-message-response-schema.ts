import { type Static, Type } from '@sinclair/typebox';
import { extraFields, IsoDate, Nullable, ObjectReference } from '../common-schema';

const integer = Type.Integer({ minimum: 0 });
const asSent = Type.Optional(Type.String({ description: 'As sent, if that is not just the number.' }));

const Multipart = Type.Object(
  {
    isMultipart: Nullable(Type.Boolean(), { description: 'Whether the message was split.' }),
    originalMessageId: Nullable(Type.String(), { description: 'The id of the message that was split.' }),
    noOfParts: Nullable(integer, { description: 'How many parts there are.' }),
    noOfPartsText: asSent,
    partNumber: Nullable(integer, { description: 'Which part this receipt is for.' }),
    partNumberText: asSent,
  },
  { additionalProperties: false },
);

/** `data` of an `MT Message Response`: a delivery receipt. */
export const MtMessageResponse = Type.Object(
  {
    messageId: Type.String({ description: 'The id that Vibes gave the message you submitted.' }),
    submitterMessageId: Nullable(Type.String(), { description: 'Your own id of that message.' }),
    fwdToMessageId: Nullable(Type.String(), { description: 'The message it was forwarded to.' }),
    receiptDate: Nullable(IsoDate, {
      description: 'When the receipt was created.',
    }),
    receiptDateText: Nullable(Type.String(), { description: 'The same as sent, with its offset.' }),
    type: Type.String({ description: 'Who sent the receipt: `System`, `Carrier` or `Handset`; others may come.' }),
    isError: Type.Boolean({ description: 'Whether the message failed.' }),
    description: Nullable(Type.String(), {
      description: 'Free text. May be empty.',
    }),
    descriptionObject: Type.Optional(ObjectReference),
    errorCode: Nullable(integer, { description: "The carrier's code; sent with errors only." }),
    errorCodeText: asSent,
    internalErrorCode: Nullable(integer, { description: "Vibes' code; sent with errors only." }),
    internalErrorCodeText: asSent,
    multipart: Nullable(Multipart, {
      description: 'How this part belongs to a split message.',
    }),
    ...extraFields,
  },
  { additionalProperties: false },
);
export type MtMessageResponse = Static<typeof MtMessageResponse>;
