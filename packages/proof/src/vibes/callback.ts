import type { Random } from './random';

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

export interface VibesCallback extends Registration {
  /** Unique within a run: the key of the event that it must become. */
  readonly key: string;
  readonly kind: string;
  readonly method: 'POST' | 'PUT';
  /** The document of an attempt, counted from 1: a retry need not be byte-equal. */
  document(attempt: number): Document;
}

/**
 * The event that a callback must become, and what identifies it there: from the wire contract (§6) alone, so that
 * it can contradict the system under test.
 */
export interface ExpectedEvent {
  readonly detailType: string;
  /** @param data of the event; the fields of the identity are enough */
  keyOf(data: Readonly<Record<string, unknown>>): string;
}

/** A callback before its kind is known. */
export type BuiltCallback = Omit<VibesCallback, 'kind'>;

/** Makes what one cause at Vibes makes: one callback, or several that belong together (a message's two receipts). */
export type CallbackBuilder = (random: Random) => readonly [BuiltCallback, ...BuiltCallback[]];

/** A document as it is sent, and how ingest found that it comes from Vibes. */
export interface SentDocument extends Document {
  readonly path: string;
  readonly method: 'POST' | 'PUT';
  readonly proof: Proof;
}

type Proof = 'basic:current' | 'basic:previous' | 'signature' | 'source';

/** A valid callback with anything in it that Vibes may send, and the event that it must become. */
export interface GeneratedCallback {
  readonly sent: SentDocument;
  /** The same callback sent again, with everything changed that a retry may change (wire contract §6). */
  readonly retry: SentDocument;
  readonly detailType: string;
  readonly identity: { readonly family: string; readonly id: string; readonly part: string };
  /** `data` of the event. */
  readonly data: Readonly<Record<string, unknown>>;
  /** Of an SMS. Equal for two exactly when they are the same callback (wire contract §6): said without a hash. */
  readonly sameness?: string;
}

/** `proof` of an accepted request, by how the callback authenticates. */
export const proofs = { basic: 'basic:current', signature: 'signature', source: 'source' } as const;

/** A callback's document at an attempt, sent. */
export function sentAt({ route, method, authentication, document }: BuiltCallback, attempt = 1): SentDocument {
  return { path: route, method, proof: proofs[authentication], ...document(attempt) };
}

export type CallbackForm<Content, Style> = ReturnType<typeof formOf<Content, Style>>;

/** A document of Vibes' (wire contract §1): where it goes, how what it says is written, and the event that it must become. */
export function formOf<Content, Style>(
  form: Registration & ExpectedEvent & { readonly write: (content: Content, style: Style) => Document },
) {
  const { channel, route, authentication, write } = form;
  return {
    ...form,
    /** A callback of this form, by what it says at an attempt and how that is written. */
    callback: (
      key: string,
      at: (attempt: number) => readonly [content: Content, style: Style],
      method: VibesCallback['method'] = 'POST',
    ): BuiltCallback => ({
      ...{ key, channel, route, authentication, method },
      document: (attempt) => write(...at(attempt)),
    }),
    sent: (content: Content, style: Style, changed: Partial<SentDocument> = {}): SentDocument => ({
      path: route,
      method: 'POST',
      proof: proofs[authentication],
      ...write(content, style),
      ...changed,
    }),
  };
}
