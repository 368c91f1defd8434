import type { Identity } from '../../../../lambda/reader/callback';
import type { DetailType } from '../../../../lambda/reader/families';
import type { Envelope } from '../../../../lambda/shared/envelope';
import { envelopeOf, proofs } from '../support/envelope';
import type { CallbackForm } from '../vibes/callback';

/** A valid callback in its wire form, and the event that it must become. */
export interface GeneratedCallback {
  readonly envelope: Envelope;
  /** The same callback sent again, with everything changed that a retry may change (wire contract §6). */
  readonly retry: Envelope;
  readonly detailType: DetailType;
  readonly identity: Identity;
  /** `data` of the event. */
  readonly data: Readonly<Record<string, unknown>>;
}

export interface SmsCallback extends GeneratedCallback {
  /** Equal for two callbacks exactly when they are the same one (wire contract §6): said without a hash. */
  readonly sameness: string;
}

/** A callback of this form as ingest receives it. */
export function received<Content, Style>(
  { route, authentication, write }: CallbackForm<Content, Style>,
  content: Content,
  style: Style,
  changed: Partial<Pick<Envelope, 'method' | 'proof'>> = {},
): Envelope {
  return envelopeOf({ path: route, proof: proofs[authentication], ...write(content, style), ...changed });
}
