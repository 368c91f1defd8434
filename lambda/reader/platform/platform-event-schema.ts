import { type Static, Type } from '@sinclair/typebox';
import { IsoDate, Nullable, ObjectReference } from '../common-schema';

/** Any JSON object: it is carried to the letter, numbers past 2^53 and duplicate keys included. */
export const Payload = Nullable(Type.Object({}, { additionalProperties: true }), {
  description: 'The JSON exactly as it was sent. Null where it is in the bucket (`payloadObject`).',
});

/** `data` of a `Platform Event`. */
export const PlatformEvent = Type.Object(
  {
    eventId: Type.String({ description: 'The outer `event_id`: it identifies the callback.' }),
    type: Nullable(Type.String(), {
      description: '`callback_type`, or else `event_type`. New types come without notice.',
    }),
    eventDate: Nullable(IsoDate, {
      description: '`event_date`: ISO 8601, UTC. Null where it was not sent or cannot be read.',
    }),
    eventDateText: Nullable(Type.String(), { description: 'The same as it was sent.' }),
    payload: Payload,
    payloadObject: Type.Optional(ObjectReference),
  },
  { additionalProperties: false },
);
export type PlatformEvent = Static<typeof PlatformEvent>;
