import { AwsError } from './aws-error';

export interface Page<T> {
  readonly items: readonly T[];
  /** What asks for the next page; undefined on the last. */
  readonly next: string | undefined;
}

/**
 * A page of a list.
 * @param token from the previous page
 * @param errorCode what the service answers to a token that it did not issue
 */
export function paginate<T>(items: readonly T[], size: number, token: unknown, errorCode: string): Page<T> {
  const text = token === undefined ? '0' : Buffer.from(String(token), 'base64url').toString();
  const start = Number(text);
  if (!/^\d+$/.test(text) || start > items.length) {
    throw new AwsError(errorCode, 'The token is not from this list: start again without it.');
  }
  const end = start + size;
  return {
    items: items.slice(start, end),
    next: end < items.length ? Buffer.from(String(end)).toString('base64url') : undefined,
  };
}
