/** The four channels of the wire contract (§1): each has its own delivery rules. */
export type Channel = 'sms' | 'mms' | 'platform' | 'rbm';

/** How a callback authenticates (wire contract §1): a password, a signature over the body, or its source address alone. */
export type AuthenticationMethod = 'basic' | 'signature' | 'source';

/** One request, without what authenticates it. */
export interface Document {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Where a callback is registered, and how it authenticates there. */
export interface Registration {
  readonly channel: Channel;
  /** Below the endpoint: `/sms/mo`. */
  readonly route: string;
  readonly authentication: AuthenticationMethod;
}

/** A document of Vibes' (wire contract §1): where it goes, and how what it says is written. */
export interface CallbackForm<Content, Style> extends Registration {
  readonly write: (content: Content, style: Style) => Document;
}
