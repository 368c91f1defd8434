import type { UnrecognizedReason } from '../callback';

/**
 * A body that is not, or not correctly, what it looks like. `readCallback` turns it into an `Unrecognized Callback`.
 * It carries a code and nothing of the content.
 */
export class UnrecognizedError extends Error {
  override readonly name: string = 'UnrecognizedError';
  constructor(readonly reason: UnrecognizedReason) {
    super(reason);
  }
}
