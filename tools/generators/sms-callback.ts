import type { GeneratedCallback } from './generated-callback';

export interface SmsCallback extends GeneratedCallback {
  /** Equal for two callbacks exactly when they are the same one (wire contract §6): said without a hash. */
  readonly sameness: string;
}
