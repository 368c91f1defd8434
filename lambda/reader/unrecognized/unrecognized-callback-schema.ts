import { type Static, Type } from '@sinclair/typebox';
import type { UnrecognizedReason } from '../callback';
import { Nullable, Sha256 } from '../common-schema';
import { unrecognizedReasons } from './unrecognized-reasons';

const codes = Object.keys(unrecognizedReasons) as UnrecognizedReason[];

/** The earlier event with the same identity but other content. */
export const EarlierEvent = Type.Object(
  {
    eventId: Type.String({ format: 'uuid', description: 'Its `metadata.id`.' }),
    requestId: Nullable(Type.String(), {
      description: 'Its `metadata.requestId`; null if an earlier version of this software did not record it.',
    }),
  },
  { additionalProperties: false },
);
export type EarlierEvent = Static<typeof EarlierEvent>;

/** `data` of an `Unrecognized Callback`. */
export const UnrecognizedCallback = Type.Object(
  {
    reason: Type.Union(
      codes.map((code) => Type.Literal(code)),
      { description: 'A stable code, see below.' },
    ),
    contentType: Nullable(Type.String(), { description: "The first 1,024 characters of the request's Content-Type." }),
    size: Type.Integer({ minimum: 0, description: 'Size of the body in bytes.' }),
    sha256: Sha256,
    bucket: Type.String({ description: 'Name of the bucket with the exact bytes.' }),
    key: Type.String({
      description: 'Their key, `unrecognized/<reason>/<date>/<id>.bin`.',
    }),
    collidesWith: Nullable(EarlierEvent, {
      description: 'The earlier event with the same identity, if `reason` is `identity-collision`.',
    }),
  },
  { additionalProperties: false },
);
export type UnrecognizedCallback = Static<typeof UnrecognizedCallback>;
