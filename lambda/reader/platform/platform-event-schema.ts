import { type Static, Type } from '@sinclair/typebox';
import { IsoDate, Nullable, ObjectReference } from '../common-schema';

/** Any JSON object, passed on exactly as sent, including numbers past 2^53 and duplicate keys. */
export const Payload = Nullable(Type.Object({}, { additionalProperties: true }), {
  description: 'The JSON exactly as sent.',
});

/** `data` of a `Platform Event`. */
export const PlatformEvent = Type.Object(
  {
    eventId: Type.String({ description: 'The outer `event_id`, which identifies the callback.' }),
    type: Nullable(Type.String(), {
      description: '`callback_type`, or `event_type` if there is none. New types come without notice.',
    }),
    eventDate: Nullable(IsoDate, {
      description: '`event_date`.',
    }),
    eventDateText: Nullable(Type.String(), { description: 'The same as sent.' }),
    payload: Payload,
    payloadObject: Type.Optional(ObjectReference),
  },
  { additionalProperties: false },
);
export type PlatformEvent = Static<typeof PlatformEvent>;
