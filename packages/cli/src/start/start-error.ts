import { CodedError } from '@vibes-callbacks/local-cloud';

/** Every code of a `StartError`: stable, for programs. What the local cloud itself refuses has codes of its own. */
export const startErrorCodes = {
  'bad-request': 'A call of `/_local` is malformed.',
  'cannot-send': 'The inbox page asked for a callback that cannot be sent.',
  'folder-not-writable': 'The folder for the synthesized app cannot be written.',
  'no-callbacks-stack': 'No stack of the app has a VibesCallbacks.',
  'no-dead-letter-queue': 'The template has no dead-letter queue.',
  'no-mo-secret': 'The template has no secret for MO messages.',
  'no-rbm-secret': 'The template has no secret for RBM signatures.',
  'secret-damaged': 'The value of a secret cannot be read.',
  'several-callbacks-stacks': 'The app has more than one stack with a VibesCallbacks.',
  'vibes-api-port-in-use': 'The port after `--port` is in use, where `--vibes-api` would be served.',
} as const satisfies Readonly<Record<string, string>>;

export type StartErrorCode = keyof typeof startErrorCodes;

/** What keeps `start` from starting, or one of its routes from answering. */
export class StartError extends CodedError<StartErrorCode> {
  override readonly name = 'StartError';
}
