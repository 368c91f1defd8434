import { type Static, Type } from '@sinclair/typebox';
import { Extra, extraFields, IsoDate, Nullable, ObjectReference, Sha256 } from '../common-schema';

/** An MM7 address (3GPP TS 23.140), and which of the three forms it has. */
export const MmsAddress = Type.Object(
  {
    address: Type.String({ description: 'As Vibes writes it.' }),
    type: Type.String({ description: '`Number`, `ShortCode` or `RFC2822Address`; others may come.' }),
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

/** Where to find the bytes of a part that has no object of its own. */
const PackedIn = Type.Object(
  {
    bucket: Type.String({ description: 'Name of the bucket.' }),
    key: Type.String({ description: 'Key of the shared object.' }),
    offset: Type.Integer({ minimum: 0, description: 'Where its `size` bytes begin.' }),
  },
  {
    additionalProperties: false,
    description: 'Set if the part shares an object with others.',
  },
);

/** A part of the message. Its bytes are in the bucket, unmodified. */
export const Attachment = Type.Object(
  {
    contentType: Nullable(Type.String(), { description: 'As the sender wrote it.' }),
    contentId: Nullable(Type.String(), { description: 'Its Content-ID, without angle brackets.' }),
    filename: Nullable(Type.String(), {
      description: 'The name the sender gave it, or its Content-Location. Do not use it as a path.',
    }),
    size: Type.Integer({ minimum: 0, description: 'In bytes.' }),
    sha256: Sha256,
    bucket: Nullable(Type.String(), {
      description: 'Name of the bucket. Null if the part has no object of its own: it is empty, or see `packedIn`.',
    }),
    key: Nullable(Type.String(), {
      description: 'Key in the bucket, the same in a repeat. Null if `bucket` is.',
    }),
    packedIn: Type.Optional(PackedIn),
    part: Type.String({
      description: 'Its place in the request: `2` is the second part, `3.1` the first part inside the third.',
    }),
    text: Type.Optional(
      Type.String({
        description: 'The decoded text of a text part up to 16 KiB; its bytes are in the bucket too.',
      }),
    ),
    transferEncoding: Type.Optional(
      Type.String({
        description: 'Set if the bytes are still encoded, because the encoding is unknown or does not match them.',
      }),
    ),
    headers: Type.Optional(
      Type.Record(Type.String(), Type.Array(Type.String()), {
        description: 'Its other headers, with lower-case names: `content-location`.',
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
      description: 'Who it was sent to.',
    }),
    recipientsObject: Type.Optional(ObjectReference),
    subject: Nullable(Type.String(), {
      description: 'The subject.',
    }),
    subjectObject: Type.Optional(ObjectReference),
    timestamp: Nullable(IsoDate, {
      description: 'When it was sent.',
    }),
    timestampText: Nullable(Type.String(), { description: 'The same as sent.' }),
    priority: Nullable(Type.String(), { description: '`Low`, `Normal` or `High`.' }),
    mm7Version: Nullable(Type.String(), { description: "MM7's version: `6.8.0`." }),
    mmsRelayServerId: Nullable(Type.String(), { description: "MM7's MMSRelayServerID." }),
    vaspId: Nullable(Type.String(), { description: "MM7's VASPID." }),
    vasId: Nullable(Type.String(), { description: "MM7's VASID." }),
    contentHref: Nullable(Type.String(), { description: 'Which part is the content: `cid:…`.' }),
    attachments: Nullable(Type.Array(Attachment), {
      description: 'The media, in order.',
    }),
    attachmentsObject: Type.Optional(ObjectReference),
    ...extraFields,
  },
  { additionalProperties: false },
);
export type MmsMessage = Static<typeof MmsMessage>;
