import { type Static, Type } from '@sinclair/typebox';
import { extraFields, IsoDate, Nullable, ObjectReference, Sha256 } from './common';

/** An address of MM7 (3GPP TS 23.140): who, and in which of its three forms. */
export const MmsAddress = Type.Object(
  {
    address: Type.String({ description: 'As Vibes writes it.' }),
    type: Type.String({ description: 'Its form: `Number`, `ShortCode` or `RFC2822Address`; others may come.' }),
  },
  { additionalProperties: false },
);
export type MmsAddress = Static<typeof MmsAddress>;

export const MmsRecipient = Type.Object(
  {
    ...MmsAddress.properties,
    kind: Type.String({ description: '`To`, `Cc` or `Bcc`.' }),
  },
  { additionalProperties: false },
);
export type MmsRecipient = Static<typeof MmsRecipient>;

/** A part of the message. Its bytes are in the bucket, unmodified. */
export const Attachment = Type.Object(
  {
    contentType: Nullable(Type.String(), { description: 'As the part states it.' }),
    contentId: Nullable(Type.String(), { description: 'Its Content-ID, without the angle brackets.' }),
    filename: Nullable(Type.String(), { description: 'The name that the sender gave it. It decides nothing.' }),
    size: Type.Integer({ minimum: 0, description: 'In bytes.' }),
    sha256: Sha256,
    bucket: Type.String({ description: 'Name of the bucket.' }),
    key: Type.String({ description: 'Key in the bucket; a repeat of the callback has the same.' }),
    text: Type.Optional(Type.String({ description: 'The text of a small text part, decoded.' })),
  },
  { additionalProperties: false },
);
export type Attachment = Static<typeof Attachment>;

/** `data` of an `MMS Message`: an MM7 `DeliverReq`. */
export const MmsMessage = Type.Object(
  {
    transactionId: Type.String({ description: "MM7's TransactionID." }),
    linkedId: Nullable(Type.String(), { description: "MM7's LinkedID." }),
    sender: Nullable(MmsAddress, { description: 'Who sent it.' }),
    recipients: Nullable(Type.Array(MmsRecipient), {
      description: 'Whom it was sent to. Null where they are in the bucket (`recipientsObject`).',
    }),
    recipientsObject: Type.Optional(ObjectReference),
    subject: Nullable(Type.String(), {
      description: 'The subject. Null where there is none, or where it is in the bucket (`subjectObject`).',
    }),
    subjectObject: Type.Optional(ObjectReference),
    timestamp: Nullable(IsoDate, {
      description: 'When it was sent: ISO 8601, UTC. Null where that was not sent or cannot be read.',
    }),
    timestampText: Nullable(Type.String(), { description: 'The same as it was sent.' }),
    attachments: Nullable(Type.Array(Attachment), {
      description: 'The media, in order. Null where the list is in the bucket (`attachmentsObject`).',
    }),
    attachmentsObject: Type.Optional(ObjectReference),
    ...extraFields,
  },
  { additionalProperties: false },
);
export type MmsMessage = Static<typeof MmsMessage>;
