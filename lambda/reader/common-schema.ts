import { type Static, type TSchema, Type } from '@sinclair/typebox';

/** A field that is always present, and null if nothing readable was sent. */
export function Nullable<T extends TSchema>(schema: T, options: { description: string }) {
  return Type.Union([schema, Type.Null()], options);
}

export const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 of the bytes, in hex.' });

export const IsoDate = Type.String({ format: 'date-time', description: 'ISO 8601, UTC.' });

/** Where the bucket has a value that is too large for the event. */
export const ObjectReference = Type.Object(
  {
    bucket: Type.String({ description: 'Name of the bucket.' }),
    key: Type.String({ description: 'Key in the bucket; a repeat of the callback has the same.' }),
    size: Type.Integer({ minimum: 0, description: 'In bytes.' }),
    sha256: Sha256,
    contentType: Type.String({
      description: '`text/plain; charset=utf-8` for a text, `application/json` for anything else.',
    }),
  },
  { additionalProperties: false },
);
export type ObjectReference = Static<typeof ObjectReference>;

/** What `keywordOf` makes of a text. */
export const Keyword = Nullable(Type.String({ maxLength: 64 }), {
  description:
    'The first word of the text for rules: Unicode NFKC, in upper case, without surrounding punctuation. Null if the text starts with no word of up to 64 characters.',
});

/** An XML element as JSON. */
export const XmlNode = Type.Recursive(
  (This) =>
    Type.Object(
      {
        name: Type.String({ description: 'As written, with its prefix.' }),
        attributes: Type.Record(Type.String(), Type.String(), { description: 'By name as written.' }),
        content: Type.Array(Type.Union([Type.String(), This]), {
          description: 'Character data and child elements, in document order.',
        }),
      },
      { additionalProperties: false },
    ),
  { $id: 'XmlNode' },
);
export type XmlNode = Static<typeof XmlNode>;

/** Content that the wire contract does not name: passed on, never dropped. */
export const Extra = Type.Record(Type.String(), Type.Union([Type.String(), Type.Array(XmlNode)]), {
  description: 'What Vibes does not document.',
});
export type Extra = Static<typeof Extra>;

/** Fields that every family's `data` may have. */
export const extraFields = {
  extra: Type.Optional(
    Nullable(Extra, {
      description:
        'Attributes and elements that Vibes does not document, by their place: `source/@zone` holds a value, `campaign` the elements of that name, `source/text()` stray text. Absent if there are none, null if they are in the bucket.',
    }),
  ),
  extraObject: Type.Optional(ObjectReference),
};
