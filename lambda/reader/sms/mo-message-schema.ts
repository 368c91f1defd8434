import { type Static, Type } from '@sinclair/typebox';
import { extraFields, IsoDate, Keyword, Nullable, ObjectReference, XmlNode } from '../common-schema';

const LongMessageInfo = Type.Object(
  {
    element: XmlNode,
    raw: Type.String({ description: 'The XML exactly as sent.' }),
  },
  { additionalProperties: false },
);

/** `data` of an `MO Message`: a `moMessage` or a `deliver` version 1. */
export const MoMessage = Type.Object(
  {
    messageId: Type.String({ description: "Vibes' id of the message; `transaction/@id` of a `deliver`." }),
    text: Nullable(Type.String(), {
      description: 'The exact text. May be empty.',
    }),
    textObject: Type.Optional(ObjectReference),
    keyword: Keyword,
    source: Type.Object(
      {
        address: Type.String({ description: 'Its address as Vibes writes it: `+15555550100`.' }),
        carrier: Nullable(Type.String(), {
          description: "Vibes' carrier id, which replies must carry. May be empty.",
        }),
        type: Nullable(Type.String(), { description: '`MDN`; others may come.' }),
      },
      { additionalProperties: false, description: 'The sender.' },
    ),
    destination: Type.Object(
      {
        address: Type.String({ description: 'The short code.' }),
        type: Nullable(Type.String(), { description: '`SC`; others may come.' }),
      },
      { additionalProperties: false, description: 'The receiver.' },
    ),
    receiptDate: Nullable(IsoDate, {
      description: 'When Vibes received it.',
    }),
    receiptDateText: Nullable(Type.String(), { description: 'The same as sent, with its offset.' }),
    attemptNumber: Nullable(Type.Integer({ minimum: 0 }), {
      description: 'Which delivery attempt this was.',
    }),
    attemptNumberText: Type.Optional(Type.String({ description: 'As sent, if that is not just the number.' })),
    longMessageInfo: Nullable(LongMessageInfo, {
      description: 'How this part belongs to a longer message.',
    }),
    longMessageInfoObject: Type.Optional(ObjectReference),
    ...extraFields,
  },
  { additionalProperties: false },
);
export type MoMessage = Static<typeof MoMessage>;
