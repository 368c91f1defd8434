/** The codes of errors at synth: stable, for programs. The sentence is for people, and may change. */
export const synthErrorCodes = {
  'settings-invalid': 'Settings are unknown, wrong, or contradict each other: the message has a sentence each.',
  'stack-taken': 'The stack has a VibesCallbacks already.',
  'outcomes-invalid':
    'A MessageOutcomes is the second of its VibesCallbacks, in another stack, or keeps outcomes for too short a time.',
  'subscription-invalid': 'The options of onCallback are wrong.',
  'subscription-taken':
    'Another subscription has the name that onCallback was given; message outcomes take "Outcomes".',
} as const satisfies Readonly<Record<string, string>>;

export type SynthErrorCode = keyof typeof synthErrorCodes;

/** A mistake in the app that uses the construct. */
export class SynthError extends Error {
  override readonly name: string = 'SynthError';
  constructor(
    readonly code: SynthErrorCode,
    message: string,
  ) {
    super(message);
  }
}
