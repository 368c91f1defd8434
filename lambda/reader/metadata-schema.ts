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
      description: 'The same for every copy of one callback, however late it comes: use it to ignore repeats.',
    }),
    identity: Type.String({
      description:
        'What `id` is derived from, in readable form: family, id, and what distinguishes the callbacks of one id.',
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
    schemaVersion: Type.Literal(1, {
      description: 'Increases when a field changes its meaning. New fields may be added without an increase.',
    }),
  },
  { additionalProperties: false },
);
export type Metadata = Static<typeof Metadata>;
