/** What a CDK app imports: the construct, the stack that `cdk deploy` of a clone makes, and their settings. */
export type { AnyFilter, CallbackFilter, FilterComparison, FilterTest } from '../lib/callback-filter';
export type { CallbackSubscription, CallbackSubscriptionOptions } from '../lib/callback-subscription';
export { ConfigError } from '../lib/config';
export type { ExpectedSilence } from '../lib/expected-silence';
export { MessageOutcomes, type MessageOutcomesProps } from '../lib/message-outcomes';
export { SynthError, type SynthErrorCode } from '../lib/synth-error';
export { VibesCallbacks } from '../lib/vibes-callbacks';
export type { IVibesCallbacks, VibesCallbacksAttributes } from '../lib/vibes-callbacks-base';
export type { MutualTls, VibesCallbacksProps } from '../lib/vibes-callbacks-props';
export { VibesCallbacksStack, type VibesCallbacksStackProps } from '../lib/vibes-callbacks-stack';
