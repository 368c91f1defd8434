import type { Identity } from '../../lambda/reader/callback';
import type { DetailType } from '../../lambda/reader/families';
import type { Envelope } from '../../lambda/shared/envelope';

/** A valid callback in its wire form, and beside it the event that it must become. */
export interface GeneratedCallback {
  readonly envelope: Envelope;
  /** The same callback sent again, with everything changed that a retry may change (wire contract §6). */
  readonly retry: Envelope;
  readonly detailType: DetailType;
  readonly identity: Identity;
  /** `data` of the event. */
  readonly data: Readonly<Record<string, unknown>>;
}
