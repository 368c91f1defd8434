import { type Static, Type } from '@sinclair/typebox';
import { Extra, extraFields, IsoDate, Nullable, ObjectReference, Sha256 } from '../common-schema';

/** An address of MM7 (3GPP TS 23.140): who, and in which of its three forms. */
export const MmsAddress = Type.Object(
  {
    address: Type.String({ description: 'As Vibes writes it.' }),
    type: Type.String({ description: 'Its form: `Number`, `ShortCode` or `RFC2822Address`; others may come.' }),
    extra: Type.Optional(Extra),
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

/** Where the bytes of a part are that has no object of its own. */
const PackedIn = Type.Object(
  {
    bucket: Type.String({ description: 'Name of the bucket.' }),
    key: Type.String({ description: 'Key of an object that holds the bytes of several parts, one after the other.' }),
    offset: Type.Integer({ minimum: 0, description: 'Where its bytes begin; there are `size` of them.' }),
  },
  {
    additionalProperties: false,
    description:
      'Set if the part shares an object with others: the first 20 parts with content have an object of their own, the rest of a message one together.',
  },
);

/** A part of the message. Its bytes are in the bucket, unmodified. */
export const Attachment = Type.Object(
  {
    contentType: Nullable(Type.String(), { description: 'As the part states it.' }),
    contentId: Nullable(Type.String(), { description: 'Its Content-ID, without the angle brackets.' }),
    filename: Nullable(Type.String(), {
      description: 'The name that the sender gave it, or else its Content-Location. Do not use it as a path.',
    }),
    size: Type.Integer({ minimum: 0, description: 'In bytes.' }),
    sha256: Sha256,
    bucket: Nullable(Type.String(), {
      description: 'Name of the bucket. Null where the part has no object of its own: it is empty, or see `packedIn`.',
    }),
    key: Nullable(Type.String(), {
      description: 'Key in the bucket; a repeat of the callback has the same. Null where `bucket` is.',
    }),
    packedIn: Type.Optional(PackedIn),
    part: Type.String({
      description: 'Its place in the request: `2` is the second part, `3.1` the first one inside the third.',
    }),
    text: Type.Optional(
      Type.String({
        description: 'The text of a text part of up to 16 KiB, decoded; the bytes are in the bucket too.',
      }),
    ),
    transferEncoding: Type.Optional(
      Type.String({
        description: 'Set if the bytes are still encoded: the encoding is unknown, or does not match the bytes.',
      }),
    ),
    headers: Type.Optional(
      Type.Record(Type.String(), Type.Array(Type.String()), {
        description: 'Its other headers, names in lower case: `content-disposition`, `content-location`.',
      }),
    ),
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
    priority: Nullable(Type.String(), { description: '`Low`, `Normal` or `High`.' }),
    mm7Version: Nullable(Type.String(), { description: "MM7's version: `6.8.0`." }),
    mmsRelayServerId: Nullable(Type.String(), { description: "MM7's MMSRelayServerID." }),
    vaspId: Nullable(Type.String(), { description: "MM7's VASPID." }),
    vasId: Nullable(Type.String(), { description: "MM7's VASID." }),
    contentHref: Nullable(Type.String(), { description: 'Which part is the content: `cid:…`.' }),
    attachments: Nullable(Type.Array(Attachment), {
      description: 'The media, in order. Null where the list is in the bucket (`attachmentsObject`).',
    }),
    attachmentsObject: Type.Optional(ObjectReference),
    ...extraFields,
  },
  { additionalProperties: false },
);
export type MmsMessage = Static<typeof MmsMessage>;
