import { CodedError } from '@vibes-callbacks/local-cloud';

/** Every code of a `StartError`: stable, for programs. What the local cloud itself refuses has codes of its own. */
export const startErrorCodes = {
  'bad-request': 'A call of `/_local` is malformed.',
  'bundle-failed': 'The code of a function cannot be bundled.',
  'cannot-send': 'The inbox page asked for a callback that cannot be sent.',
  'cdk-json-damaged': 'The cdk.json of the app is not JSON.',
  'data-folder-in-use': 'Another local cloud runs on the data folder.',
  'data-folder-unusable': 'The data folder cannot be made or written.',
  'folder-not-writable': 'The folder for the synthesized app cannot be written.',
  'lookup-needed': 'The app looks something up in an AWS account, which needs "npx cdk synth" first.',
  'no-callbacks-stack': 'No stack of the app has a VibesCallbacks.',
  'no-cdk-app': 'There is no CDK app in the folder.',
  'no-dead-letter-queue': 'The template has no dead-letter queue.',
  'no-mo-secret': 'The template has no secret for MO messages.',
  'no-rbm-secret': 'The template has no secret for RBM signatures.',
  'no-such-sample': 'There is no sample of this name.',
  'no-such-stack': 'The app has no stack of this name.',
  'secret-damaged': 'The value of a secret cannot be read.',
  'several-callbacks-stacks': 'The app has more than one stack with a VibesCallbacks.',
  'synth-failed': 'The app cannot be synthesized.',
} as const satisfies Readonly<Record<string, string>>;

export type StartErrorCode = keyof typeof startErrorCodes;

/** What keeps `start` from starting, or one of its routes from answering. */
export class StartError extends CodedError<StartErrorCode> {
  override readonly name = 'StartError';
}
