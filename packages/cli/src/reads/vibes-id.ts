import type { Identity } from '../../../../lambda/reader/callback';

/** The id that Vibes gave a callback; undefined where a digest of its content stands for it. */
export function vibesIdOf({ family, id }: Identity): string | undefined {
  if (family === 'unrecognized') return undefined;
  return /^(?:(?:keyed|sha256):)?[0-9a-f]{64}$/.test(id) ? undefined : id;
}
