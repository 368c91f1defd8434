/**
 * What must become of each callback that was answered 200: from the wire contract (§1, §6) and the architecture (§3 to
 * §6) alone, so that it can contradict the code. It chose what each document says, so it parses none.
 */

/** What a deployment asks of callers beside their address (architecture §4, `asked`). */
export interface Asked {
  /** RBM needs a signature. */
  readonly signature: boolean;
  /** What proves itself by nothing else needs a client certificate with Vibes' name. */
  readonly certificate: boolean;
}

/** What a callback is. */
export type Meaning = EventMeaning | UnrecognizedMeaning;

export interface EventMeaning {
  readonly as: 'event';
  readonly detailType: string;
  /** What makes it the same callback again (wire contract §6), in the words of `ExpectedEvent.keyOf`. */
  readonly identity: string;
  /** Everything that it says, without what a retry changes. */
  readonly content: string;
  /** Fields of the event's data that show the content; a field is a path with dots. */
  readonly shows: Readonly<Record<string, unknown>>;
}

export interface UnrecognizedMeaning {
  readonly as: 'unrecognized';
  /** A reason of docs/EVENTS.md. */
  readonly reason: string;
}

/** What a document asks for before it is what it says it is. */
export type ProofNeeded = 'certificate' | 'password' | 'signature';

/** What a caller brought with it. */
export interface Brought {
  /** By the MO route, and right. */
  readonly password: boolean;
  /** Over these bytes, with the right secret, by the RBM route. */
  readonly signature: boolean;
  /** With Vibes' name. */
  readonly certificate: boolean;
}

/** "The body decides what a callback is; the route decides what it must prove" (architecture §3). */
export function meaningOf(says: Meaning, needs: ProofNeeded, brought: Brought, asked: Asked): Meaning {
  if (needs === 'password' && !brought.password) return { as: 'unrecognized', reason: 'mo-unauthenticated' };
  if (needs === 'signature' && asked.signature && !brought.signature)
    return { as: 'unrecognized', reason: 'rbm-unverified' };
  if (needs === 'certificate' && asked.certificate && !brought.certificate)
    return { as: 'unrecognized', reason: 'certificate-unverified' };
  return says;
}

/** One request, and the outcomes that are allowed for it. */
export interface SentRequest {
  /** Which step of the run sent it. */
  readonly step: number;
  /** For a person: what it was and how it was sent. */
  readonly what: string;
  readonly path: string;
  /** Chosen by the caller, and without meaning. */
  readonly requestId: string | null;
  /** Of the body. */
  readonly sha256: string;
  /** Usually one; two where the settings changed while it was under way. */
  readonly meanings: readonly Meaning[];
  /** Null: no answer. */
  readonly status: number | null;
}

/** A 200 is an obligation. A 5XX and a missing answer leave open whether it was stored; 401 and 403 say that it was not. */
export function isAcknowledged({ status }: SentRequest): boolean {
  return status === 200;
}

export function mayBeStored({ status }: SentRequest): boolean {
  return status === null || status === 200 || status >= 500;
}

/** How a password of the MO route is answered at a moment. */
export type PasswordRule = 'accepted' | 'refused' | 'either';

/** A new password may get a 401 for half a minute while wrong ones come in; a retired one passes for five minutes more. */
const newIsKnownAfterMs = 45_000;
const oldIsForgottenAfterMs = 6 * 60_000;

/** The two live versions of the MO secret (architecture §4: `basic:current`, `basic:previous`), and those before. */
export class Passwords {
  readonly #versions: { readonly value: string; readonly fromMs: number; endsMs: number }[] = [];

  constructor(first: string) {
    this.#versions.push({ value: first, fromMs: Number.NEGATIVE_INFINITY, endsMs: Number.POSITIVE_INFINITY });
  }

  get newest(): string {
    return this.#versions.at(-1)?.value ?? '';
  }

  /** The one before stays good; the one before that ends. */
  rotate(value: string, nowMs: number): void {
    this.#versions.push({ value, fromMs: nowMs, endsMs: Number.POSITIVE_INFINITY });
    this.#end(this.#versions.at(-3), nowMs);
  }

  retire(nowMs: number): void {
    this.#end(this.#versions.at(-2), nowMs);
  }

  rule(value: string, nowMs: number): PasswordRule {
    const version = this.#versions.find((one) => one.value === value);
    if (version === undefined || nowMs > version.endsMs + oldIsForgottenAfterMs) return 'refused';
    if (nowMs >= version.endsMs || nowMs < version.fromMs + newIsKnownAfterMs) return 'either';
    return 'accepted';
  }

  #end(version: { endsMs: number } | undefined, nowMs: number): void {
    if (version !== undefined) version.endsMs = Math.min(version.endsMs, nowMs);
  }
}

/** What the routes ask of a caller before anything is stored (architecture §3). */
export interface Door {
  /** Its address is one of the policy's. */
  readonly addressKnown: boolean;
  /** Null: the route asks for none. */
  readonly password: PasswordRule | null;
}

/** Why an answer is wrong, or undefined. 5XX and no answer are always right: Vibes sends again. */
export function wrongAnswer(status: number | null, { addressKnown, password }: Door): string | undefined {
  if (status === null || status >= 500) return undefined;
  if (!addressKnown) return status === 403 ? undefined : `an unknown address was answered ${status}, not 403`;
  if (password === 'refused') return status === 401 ? undefined : `a wrong password was answered ${status}, not 401`;
  if (status === 200 || (status === 401 && password === 'either')) return undefined;
  return `answered ${status}, which ends a Platform event for good`;
}
