import { CodedError } from './coded-error';

/** Every code of a `LocalCloudError`: stable, for programs. The sentence is for people, and may change. */
export const localCloudErrorCodes = {
  'assembly-unreadable': 'What "cdk synth" wrote cannot be read, or has more than one stack.',
  'bad-request': 'A call of the control API is malformed.',
  'bundle-failed': 'The code of a function cannot be bundled.',
  'cdk-json-damaged': 'The cdk.json of the app is not JSON.',
  'data-folder-damaged': 'A file of the data folder is damaged.',
  'data-folder-in-use': 'Another local cloud runs on the data folder, or a store in it cannot be opened.',
  'data-folder-of-other-version': 'Another version of the local cloud wrote the data folder.',
  'data-folder-unusable': 'The data folder cannot be used: not writable, not its own, or open to other users.',
  'emulator-missing': 'An emulator that the local cloud needs is not installed.',
  'function-does-not-start': 'A bundle cannot be loaded, or fails while it is loaded.',
  'lookup-needed': 'The app looks something up in an AWS account, which needs "npx cdk synth" first.',
  'needs-restart': 'A deployment changed more than a running local cloud can take over.',
  'no-cdk-app': 'There is no CDK app in the folder.',
  'no-such-function': 'The local cloud runs no function of this name.',
  'no-such-stack': 'The app has no stack of this name, or none at all.',
  'port-forbidden': 'The port needs more rights.',
  'port-taken': 'Something listens on the port already.',
  'refused-by-aws': 'AWS would refuse this part of the template, so the local cloud does too.',
  'several-stacks': 'The app has more than one stack, and none was named.',
  'synth-failed': 'The app cannot be synthesized.',
  'table-keys-changed': 'A table has other keys in the data folder than in the template.',
  'template-incomplete': 'The template lacks something, or is malformed.',
  unsupported: 'The template uses something that the local cloud does not support.',
  'warm-up-refused': 'A function answered the warm-up with an error.',
} as const satisfies Readonly<Record<string, string>>;

export type LocalCloudErrorCode = keyof typeof localCloudErrorCodes;

/** What keeps the local cloud from starting or answering. */
export class LocalCloudError extends CodedError<LocalCloudErrorCode> {
  override readonly name = 'LocalCloudError';
}
