import type { UnrecognizedReason } from '../callback';

/**
 * A body that is not, or not correctly, what it looks like. `readCallback` turns it into an `Unrecognized Callback`.
 * The error carries a code and none of the content.
 */
export class UnrecognizedError extends Error {
  override readonly name: string = 'UnrecognizedError';
  constructor(readonly reason: UnrecognizedReason) {
    super(reason);
  }
}
