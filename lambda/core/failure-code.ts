import { EnvelopeError } from './envelope';

/** A word for an error that may stand in a log: its code or class, never its message, which may quote the content. */
export function failureCode(error: unknown): string {
  if (error instanceof EnvelopeError) return error.code;
  return error instanceof Error ? error.name : 'unknown';
}
