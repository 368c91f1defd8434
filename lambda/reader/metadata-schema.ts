import { type Static, Type } from '@sinclair/typebox';
import type { Proof } from '../shared/envelope';
import { Nullable } from './common-schema';

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

/** `metadata` of every event. */
export const Metadata = Type.Object(
  {
    id: Type.String({
      format: 'uuid',
      description: 'The same for every copy of one callback, whenever it comes: drop what you have seen.',
    }),
    identity: Type.String({
      description: 'What `id` is made of, readable: family, id, and what tells its callbacks apart.',
    }),
    requestId: Type.String({ description: '`x-amzn-requestid` of the answer that Vibes got.' }),
    receivedAt: Type.String({ format: 'date-time', description: 'When the request came in; ISO 8601, UTC.' }),
    route: Type.String({ description: 'The path it came by: `/sms/mo`.' }),
    proof: Type.Union(
      (Object.keys(proofs) as Proof[]).map((proof) => Type.Literal(proof)),
      { description: `How the caller proved itself: ${proofText}.` },
    ),
    attempt: Nullable(Type.Integer({ minimum: 0 }), {
      description: 'Which attempt of Vibes this was, where its format says so.',
    }),
    schemaVersion: Type.Literal(1, {
      description: 'Goes up when a field changes its meaning. New fields may come without.',
    }),
  },
  { additionalProperties: false },
);
export type Metadata = Static<typeof Metadata>;
