import type { Family } from './families';
import type { RequestMetadata } from './metadata-schema';

/**
 * What makes two callbacks the same callback (wire contract §6). `id` is what a person would ask for (a message id, an
 * event id); `part` tells the callbacks of one id apart. Neither contains a phone number or a text: a value that would,
 * or that does not have its documented shape, is hashed with the stack's key.
 */
export interface Identity {
  readonly family: Family;
  readonly id: string;
  /** `-` if the id alone is the identity. */
  readonly part: string;
}

/** Bytes that the event refers to instead of carrying them. */
export interface StoredObject {
  /** Key in the bucket, derived from the identity, so a retry writes the same object. */
  readonly key: string;
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

/** A callback that was read: everything the consumer needs to claim and publish it. Pure data, made by `readCallback`. */
export interface Callback {
  readonly identity: Identity;
  /** The identities that earlier versions gave it, latest first; absent if there are none. */
  readonly formerIdentities?: readonly Identity[];
  /**
   * A digest of everything that was sent, except what a retry changes (wire contract §6): the same identity with
   * another digest is a collision. A reader makes the SHA-256 in hex; `sealDigest` makes the form that the ledger
   * keeps.
   */
  readonly contentDigest: string;
  /** The digests that earlier versions gave it. An item that a later version wrote has none of them. */
  readonly formerDigests?: readonly string[];
  /** The delivery attempt as the callback states it, or null if its format has none. */
  readonly attempt: number | null;
  /** The event's `data`, without `payload` if `rawPayload` is set. Bucket names are already filled in. */
  readonly data: Readonly<Record<string, unknown>>;
  /** JSON text that becomes `data.payload` exactly as sent, including numbers past 2^53 and duplicate keys. */
  readonly rawPayload?: string;
  /** For the event's metadata; set as soon as the format has been read. */
  readonly request?: RequestMetadata;
  /** Objects to store before the event is published. */
  readonly objects: readonly StoredObject[];
}

/** Stable codes of an `Unrecognized Callback`; docs/EVENTS.md says what each means and what to do. Extend, never rename. */
export type UnrecognizedReason =
  | 'empty-body'
  | 'unknown-format'
  | 'unknown-root'
  | 'xml-malformed'
  | 'xml-doctype'
  | 'xml-too-deep'
  | 'xml-too-complex'
  | 'xml-missing-field'
  | 'xml-invalid-field'
  | 'charset-unknown'
  | 'charset-invalid'
  | 'mime-malformed'
  | 'json-malformed'
  | 'json-too-complex'
  | 'json-not-an-object'
  | 'json-missing-id'
  | 'mo-unauthenticated'
  | 'rbm-unverified'
  | 'certificate-unverified'
  | 'identity-collision'
  | 'event-too-large'
  | 'reader-failed';

/**
 * What `readCallback` must know about the deployment. What was asked of an envelope when it was answered takes
 * precedence over `requireRbmSignature` and `requireCertificate`.
 */
export interface ReadPolicy {
  /** The bucket that attachments and unrecognized bodies go to; named in the events. */
  readonly bucket: string;
  /** True once an RBM secret is configured: RBM without `proof: 'signature'` is then unrecognized. */
  readonly requireRbmSignature: boolean;
  /** True with mutual TLS: callbacks with neither Vibes' own certificate nor another proof are then unrecognized. */
  readonly requireCertificate?: boolean;
  /** The key for hashes in identities and digests; null for a stack of version 0.1.0, which had none. */
  readonly identityKey: string | null;
}
