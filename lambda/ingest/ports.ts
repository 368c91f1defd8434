/** Accepts an envelope's JSON, or throws. */
export interface EnvelopeQueue {
  send(envelope: string, signal: AbortSignal): Promise<void>;
  /** Whether it has accepted one already; before that, slowness may come from the start of this environment. */
  hasTaken(): boolean;
}

/** Where an envelope goes if the queue does not accept it; the bucket notifies the queue. */
export interface OverflowStore {
  /** Loads what `put` will need; never throws. */
  prepare(): void;
  /** Writes a new object, or throws. An existing object is never overwritten. */
  put(key: string, envelope: string, signal: AbortSignal): Promise<void>;
}

/** One version of a secret. Its id stays with it when its stage moves from current to previous. */
export interface SecretVersion {
  readonly id: string;
  readonly text: string;
}

/** The live versions of a secret; `previous` is absent until the first rotation. */
export interface SecretVersions {
  readonly current: SecretVersion;
  readonly previous?: SecretVersion;
}

export interface SecretSource {
  /** @throws if either version cannot be read, unless there is no previous one */
  read(signal: AbortSignal): Promise<SecretVersions>;
}

/** Which version matched. `mismatch`: neither, and both are known; `unreadable`: neither, and it is not certain that the live ones are known. */
export type SecretMatch = 'current' | 'previous' | 'mismatch' | 'unreadable';

/** Compares what a caller sent with the live versions of a secret. Never throws. */
export interface Verifier<Secret> {
  verify(matches: (secret: Secret, versionId: string) => boolean): Promise<SecretMatch>;
}
