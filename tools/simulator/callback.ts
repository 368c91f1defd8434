import type { Random } from './random';

/** The four channels of the wire contract (§1): each has delivery rules of its own. */
export type Channel = 'sms' | 'mms' | 'platform' | 'rbm';

/**
 * What Vibes sends, by document, and what it should not send but might: `garbage`, bytes of no known format, and
 * `oversize`, more than an API Gateway lets through. The number is the kind's weight in a company's ordinary day: mostly
 * messages, their receipts and Platform events.
 */
export const ordinaryWeights = {
  mo: 25,
  deliver: 3,
  receipt: 35,
  mms: 4,
  'mms-large': 0,
  'mms-receipt': 3,
  platform: 25,
  rbm: 5,
  garbage: 0,
  oversize: 0,
} as const;

export type Kind = keyof typeof ordinaryWeights;

export const kinds = Object.keys(ordinaryWeights) as readonly Kind[];

/** How a callback authenticates (wire contract §1): a password, a signature over the body, or its source address alone. */
export type AuthenticationMethod = 'basic' | 'signature' | 'source';

/** One attempt's request, without what authenticates it. */
export interface Document {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface VibesCallback {
  /**
   * What tells it from every other callback of a run, in the words of the event that it must become:
   * computed from the wire contract (§6) alone, so that it can contradict the system under test.
   */
  readonly key: string;
  readonly kind: Kind;
  readonly channel: Channel;
  readonly method: 'POST' | 'PUT';
  /** Below the endpoint: `/sms/mo`. */
  readonly route: string;
  readonly authentication: AuthenticationMethod;
  /** The document of an attempt, counted from 1: a retry need not be byte-equal. */
  document(attempt: number): Document;
}

/** Makes what one cause at Vibes makes: one callback, or several that belong together (a message's two receipts). */
export type CallbackBuilder = (random: Random) => readonly [VibesCallback, ...VibesCallback[]];
