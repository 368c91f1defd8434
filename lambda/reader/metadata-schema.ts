import { type Static, Type } from '@sinclair/typebox';
import type { Proof } from '../shared/envelope';
import { Nullable, ObjectReference } from './common-schema';

const proofs = {
  'basic:current': 'the current password of the MO route',
  'basic:previous': 'its previous one',
  certificate: "Vibes' client certificate",
  signature: "RBM's signature",
  source: 'its source address alone',
} as const satisfies Record<Proof, string>;

const proofText = Object.entries(proofs)
  .map(([proof, meaning]) => `\`${proof}\` ${meaning}`)
  .join(', ');

const Lists = Type.Record(Type.String(), Type.Array(Type.String()));

/** `metadata` of every event. */
export const Metadata = Type.Object(
  {
    id: Type.String({
      format: 'uuid',
      description: 'The same for every copy of one callback, however late it comes: use it to ignore repeats.',
    }),
    identity: Type.String({
      description:
        'What `id` is derived from, in readable form: family, id, and what distinguishes the callbacks of one id. What is personal, or has not its documented shape, is a hash with a key of the stack.',
    }),
    requestId: Type.String({ description: '`x-amzn-requestid` of the answer that Vibes got.' }),
    receivedAt: Type.String({ format: 'date-time', description: 'When the request was received: ISO 8601, UTC.' }),
    route: Type.String({ description: 'The path of the request: `/sms/mo`.' }),
    proof: Type.Union(
      (Object.keys(proofs) as Proof[]).map((proof) => Type.Literal(proof)),
      { description: `How the caller authenticated: ${proofText}.` },
    ),
    attempt: Nullable(Type.Integer({ minimum: 0 }), {
      description: "Vibes' delivery attempt, if the format says which it is.",
    }),
    query: Nullable(Lists, {
      description:
        'The query string of the URL that you registered, decoded: `{"origin":["website"]}`. Null where there is none, or where it is in the bucket (`queryObject`).',
    }),
    queryObject: Type.Optional(ObjectReference),
    headers: Nullable(Lists, {
      description:
        'Headers that say more than HTTP needs, names in lower case: `x-vibes-eventclass`. Never credentials or signatures: one whose name speaks of them is left out (`x-vibes-signature`, `x-api-key`), a key that names something is told (`x-vibes-company-key`). Null where there are none, or where they are in the bucket (`headersObject`).',
    }),
    headersObject: Type.Optional(ObjectReference),
    schemaVersion: Type.Literal(1, {
      description: 'Increases when a field changes its meaning. New fields may be added without an increase.',
    }),
  },
  { additionalProperties: false },
);
export type Metadata = Static<typeof Metadata>;

/** What the request said beside its body. None of it is part of the identity: a retry may come by another way. */
export type RequestMetadata = Pick<Metadata, 'query' | 'queryObject' | 'headers' | 'headersObject'>;
