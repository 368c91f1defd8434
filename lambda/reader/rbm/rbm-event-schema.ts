import { type Static, Type } from '@sinclair/typebox';
import { Keyword, Nullable, ObjectReference } from '../common-schema';
import { Payload } from '../platform/platform-event-schema';

/** `data` of an `RBM Event`. */
export const RbmEvent = Type.Object(
  {
    eventClass: Nullable(Type.String(), {
      description: "`ServerEvent`, `UserEvent` or `UserMessage`, from the request's header; others may come.",
    }),
    eventId: Nullable(Type.String(), { description: '`eventId`; a UserMessage may have none.' }),
    messageId: Nullable(Type.String(), { description: '`messageId`.' }),
    agentId: Nullable(Type.String(), { description: '`agentId`.' }),
    verified: Type.Boolean({
      description: 'Whether its signature was checked and matches.',
    }),
    keyword: Keyword,
    payload: Payload,
    payloadObject: Type.Optional(ObjectReference),
  },
  { additionalProperties: false },
);
export type RbmEvent = Static<typeof RbmEvent>;
