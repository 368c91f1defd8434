import { type Static, type TLiteral, type TUnion, Type } from '@sinclair/typebox';
import { IsoDate, Nullable } from '../common-schema';
import { MessageChannel } from './message-submitted-schema';
import { kindMeanings, sourceMeanings, stateMeanings } from './outcome-states';

/** One of the names that a table explains. */
function oneOf<T extends string>(names: Readonly<Record<T, unknown>>, description?: string): TUnion<TLiteral<T>[]> {
  const literals = (Object.keys(names) as T[]).map((name) => Type.Literal(name));
  return Type.Union(literals, description === undefined ? {} : { description });
}

function listOf(meanings: Readonly<Record<string, string>>): string {
  return Object.entries(meanings)
    .map(([name, meaning]) => `\`${name}\` ${meaning}`)
    .join(', ');
}

const count = (description: string) => Type.Integer({ minimum: 0, description });

const OutcomeError = Type.Object(
  {
    code: Nullable(Type.Integer(), { description: "The carrier's code, or the one in an MMS's status text." }),
    internalCode: Nullable(Type.Integer(), { description: "Vibes' own code." }),
    text: Nullable(Type.String(), {
      description: 'What the receipt says, up to 160 characters; `…` replaces what may be a phone number.',
    }),
    kind: oneOf(kindMeanings, `What it is about, by Vibes' documented codes: ${listOf(kindMeanings)}.`),
  },
  { additionalProperties: false },
);

const Parts = Type.Object(
  {
    total: count('How many there are, as far as is known.'),
    delivered: count('How many were delivered.'),
    failed: count('How many failed, expired or were rejected.'),
  },
  { additionalProperties: false },
);

const Evidence = Type.Object(
  {
    eventId: Type.String({ description: "`metadata.id` of the receipt's event; `id` of your `Message Submitted`." }),
    source: oneOf(sourceMeanings, `Who said it: ${listOf(sourceMeanings)}.`),
    state: Nullable(oneOf(stateMeanings), {
      description: 'The state that this receipt alone reports; null if it reports none.',
    }),
    at: IsoDate,
  },
  { additionalProperties: false },
);

/** `data` of a `Message Outcome`. */
export const MessageOutcome = Type.Object(
  {
    messageId: Type.String({
      description:
        'The id that Vibes gave the message: of a split one, the id before it was split. An id that does not look like one is hashed, as in `metadata.identity`.',
    }),
    submitterMessageId: Nullable(Type.String(), {
      description: 'Your own id of it. Null if no receipt has one, or it is longer than 128 characters.',
    }),
    channel: MessageChannel,
    state: oneOf(stateMeanings, 'What became of it: the table of states says what each means.'),
    isFinal: Type.Boolean({
      description: 'Whether it is settled: only `read` after `delivered`, or a correction, can follow.',
    }),
    version: Type.Integer({ minimum: 1, description: 'Counts the changes of this message: 1, 2, 3 …' }),
    since: Type.String({ format: 'date-time', description: 'When the earliest receipt with this state was made.' }),
    error: Nullable(OutcomeError, { description: 'Why it failed; null unless it failed, expired or was rejected.' }),
    parts: Nullable(Parts, {
      description: 'The parts of a split SMS, or the recipients of an MMS if there are several.',
    }),
    forwardedTo: Nullable(Type.String(), { description: 'The message that was sent instead.' }),
    corrects: Nullable(Type.Integer({ minimum: 1 }), {
      description: 'The version whose final state this one takes back.',
    }),
    evidence: Type.Array(Evidence, { description: 'Everything that was received about it, the earliest first.' }),
  },
  { additionalProperties: false },
);
export type MessageOutcome = Static<typeof MessageOutcome>;
