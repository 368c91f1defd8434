import { type Static, Type } from '@sinclair/typebox';
import { extraFields, IsoDate, Nullable, ObjectReference, XmlNode } from '../common-schema';

const LongMessageInfo = Type.Object(
  {
    element: XmlNode,
    raw: Type.String({ description: 'The element exactly as it was sent.' }),
  },
  { additionalProperties: false },
);

/** `data` of an `MO Message`: a `moMessage` or a `deliver` version 1. */
export const MoMessage = Type.Object(
  {
    messageId: Type.String({ description: "Vibes' id of the message; `transaction/@id` of a `deliver`." }),
    text: Nullable(Type.String(), {
      description: 'The text, exactly. May be empty; null where it is in the bucket (`textObject`).',
    }),
    textObject: Type.Optional(ObjectReference),
    source: Type.Object(
      {
        address: Type.String({ description: 'Who sent it, as Vibes writes it: `+15555550100`.' }),
        carrier: Nullable(Type.String(), {
          description: "Vibes' carrier id, to be sent back on replies. May be empty; null where it was not sent.",
        }),
        type: Nullable(Type.String(), { description: '`MDN`; others may come. Null where it was not sent.' }),
      },
      { additionalProperties: false, description: 'The sender.' },
    ),
    destination: Type.Object(
      {
        address: Type.String({ description: 'The short code.' }),
        type: Nullable(Type.String(), { description: '`SC`; others may come. Null where it was not sent.' }),
      },
      { additionalProperties: false, description: 'The receiver.' },
    ),
    receiptDate: Nullable(IsoDate, {
      description: 'When Vibes received it: ISO 8601, UTC. Null where it was not sent or cannot be read.',
    }),
    receiptDateText: Nullable(Type.String(), { description: 'The same as it was sent, with its offset.' }),
    attemptNumber: Nullable(Type.Integer({ minimum: 0 }), {
      description: 'Which attempt this one was. Null where it was not sent.',
    }),
    attemptNumberText: Type.Optional(
      Type.String({ description: 'As it was sent, where that is not just the number.' }),
    ),
    longMessageInfo: Nullable(LongMessageInfo, {
      description: 'How this part belongs to a longer message, as it was sent: `element` as JSON and `raw` as XML.',
    }),
    longMessageInfoObject: Type.Optional(ObjectReference),
    ...extraFields,
  },
  { additionalProperties: false },
);
export type MoMessage = Static<typeof MoMessage>;
