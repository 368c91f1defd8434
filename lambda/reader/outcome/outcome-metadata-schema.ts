import { type Static, Type } from '@sinclair/typebox';

/** `metadata` of a `Message Outcome`, which no request made. */
export const OutcomeMetadata = Type.Object(
  {
    id: Type.String({
      format: 'uuid',
      description: 'The same for every copy of one version: use it to ignore repeats.',
    }),
    identity: Type.String({ description: '`outcome#sms#<messageId>#<version>`.' }),
    madeAt: Type.String({ format: 'date-time', description: 'When this version was made.' }),
    schemaVersion: Type.Literal(1, {
      description: 'Increases when a field changes its meaning, not when fields are added.',
    }),
  },
  { additionalProperties: false },
);
export type OutcomeMetadata = Static<typeof OutcomeMetadata>;
