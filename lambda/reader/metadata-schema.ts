import { type Static, Type } from '@sinclair/typebox';
import type { Proof } from '../shared/envelope';
import { Nullable, ObjectReference } from './common-schema';

const proofs = {
  'basic:current': 'the current password of the MO route',
  'basic:previous': 'its previous password',
  certificate: "Vibes' client certificate",
  signature: "RBM's signature",
  source: 'its source address only',
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
      description: 'The same for every copy of one callback: use it to ignore repeats.',
    }),
    identity: Type.String({
      description:
        'What `id` is derived from: the family, the id, and what distinguishes callbacks with that id. Anything personal, or not in its documented form, is hashed with a key of the stack.',
    }),
    requestId: Type.String({ description: '`x-amzn-requestid` of the response to Vibes.' }),
    receivedAt: Type.String({ format: 'date-time', description: 'When the request was received.' }),
    route: Type.String({ description: 'The request path: `/sms/mo`.' }),
    proof: Type.Union(
      (Object.keys(proofs) as Proof[]).map((proof) => Type.Literal(proof)),
      { description: `How the caller authenticated: ${proofText}.` },
    ),
    attempt: Nullable(Type.Integer({ minimum: 0 }), {
      description: "Vibes' delivery attempt, if the format says so.",
    }),
    query: Nullable(Lists, {
      description: 'The decoded query string of the URL that you registered: `{"origin":["website"]}`.',
    }),
    queryObject: Type.Optional(ObjectReference),
    headers: Nullable(Lists, {
      description:
        'Headers beyond what HTTP needs, with lower-case names: `x-vibes-eventclass`. Headers whose names suggest credentials or signatures are left out (`x-vibes-signature`, `x-api-key`); keys that are only names are kept (`x-vibes-company-key`).',
    }),
    headersObject: Type.Optional(ObjectReference),
    schemaVersion: Type.Literal(1, {
      description: 'Increases when a field changes its meaning, not when fields are added.',
    }),
  },
  { additionalProperties: false },
);
export type Metadata = Static<typeof Metadata>;

/**
 * What the request had besides its body. None of it is part of the identity, because a retry may take another route.
 */
export type RequestMetadata = Pick<Metadata, 'query' | 'queryObject' | 'headers' | 'headersObject'>;
