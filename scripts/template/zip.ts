import { zipSync } from 'fflate';

/** Made on Unix, which gives the attributes their meaning. */
const unix = 3;
/** A regular file that everyone may read: Lambda runs the code as another user. */
const attributes = 0o100644 << 16;
/** The first day that a zip can have, wherever this runs. */
const firstDay = new Date(1980, 0, 1);

/**
 * A zip of these contents by their path, in the order of their names. The same files are the same bytes on every machine:
 * none has a time of its own, and nothing is compressed, since the compression depends on the version of the library.
 */
export function zip(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const sorted = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
  return zipSync(Object.fromEntries(sorted), { level: 0, os: unix, attrs: attributes, mtime: firstDay });
}
