/** Every code of a command that could not answer (exit code 2). Stable, for programs; `--json` prints it on stderr. */
export const opsErrorCodes = {
  'aws-call-failed':
    'A call of an AWS service failed for a reason that is not in this list: the sentence has its message.',
  'credentials-expired': 'The AWS credentials have expired.',
  'credentials-unknown': 'AWS does not know the credentials.',
  'data-folder-unusable': 'The data folder belongs to another user.',
  'file-exists': 'The file to write exists already.',
  'file-not-writable': 'The file cannot be written.',
  'local-cloud-not-running': 'No local cloud runs on the data folder.',
  'no-confirmation': 'The command changes something, and there is no terminal to ask on and no --yes.',
  'no-credentials': 'The shell or the profile has no AWS credentials.',
  'no-region': 'No Region is chosen.',
  'no-vibes-credentials': "User or password of Vibes' API are missing.",
  'no-message-outcomes': 'The stack has no MessageOutcomes.',
  'no-such-method': 'The API lacks the method that the sample is sent to.',
  'no-such-object': 'The key is not of an overflow object.',
  'no-such-rule': 'The event bus has no such rule.',
  'no-such-sample': 'There is no sample of this name.',
  'no-such-stack': 'There is no such stack in this account and Region, or in this local cloud.',
  'not-authorized': 'A policy does not allow an AWS action that the command needs.',
  'not-removed': 'The temporary rule or queue could not be removed when the command ended.',
  'nothing-archived': 'The archive has deleted what the command is about.',
  'output-missing': 'The stack lacks an output that the command needs.',
  'queue-removed': 'Something removed the temporary queue while the command used it.',
  'rule-disabled': 'The rule is disabled, so it would get nothing.',
  'sample-not-text': 'A test invocation accepts only text, and the sample is binary.',
  'secret-damaged': 'A secret has a value that ingest cannot read.',
  'secret-has-no-value': 'A secret has no value yet.',
  unreachable: 'AWS, or the URL of the callbacks, cannot be reached.',
  'vibes-api-failed': "Vibes' API failed, did not answer, or answered something that its description does not have.",
  'vibes-api-not-found': "Vibes' API does not know the company.",
  'vibes-api-unauthorized': "Vibes' API rejects the user name, the password or the missing client certificate.",
  'wrong-usage': 'The options or arguments are wrong, or contradict each other.',
} as const satisfies Readonly<Record<string, string>>;

export type OpsErrorCode = keyof typeof opsErrorCodes;

/** Why a command cannot answer. The message is one sentence that says what to do. */
export class OpsError extends Error {
  override readonly name = 'OpsError';

  constructor(
    readonly code: OpsErrorCode,
    message: string,
  ) {
    super(message);
  }
}

/** The user did not answer yes: exit code 1 after a no, 130 after Ctrl-C. */
export class NothingChanged extends Error {
  override readonly name = 'NothingChanged';

  constructor(readonly code: 1 | 130) {
    super('Nothing was changed.');
  }
}
