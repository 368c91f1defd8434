import { budget } from './budget';
import { withDeadline } from './deadline';
import type { Damage, Parsed } from './parse-secrets';
import type { SecretMatch, SecretSource, SecretVersion, SecretVersions, Verifier } from './ports';

export const secretTimes = {
  /** How long a value that was read is trusted. */
  freshMs: 5 * 60_000,
  /** After that the next request reads it again; while that fails, one request per second does. */
  retryGapMs: 1_000,
  /**
   * After a password that does not match, the secret is read again at once, so that a new one works as soon as it is
   * written. If it still does not match, the next read comes this much later, and each further gap is twice as long.
   */
  firstGapMs: 1_000,
  /**
   * The longest gap, however many wrong passwords come in: 900 a second keep some 50 environments busy, which makes 2 ×
   * 50 / 30 s, about 3 calls a second (Secrets Manager allows 10,000). For that long a new password may get a 401 while
   * wrong ones come in; DEPLOYING.md says so under the rotation.
   */
  longestGapMs: 30_000,
  /**
   * Half a CloudWatch minute, so that a damaged secret is reported in each minute with callbacks, and a fix is noticed
   * soon.
   */
  damagedMs: 30_000,
  /**
   * While Secrets Manager is down, the last value is trusted for this long: longer than Vibes' 25 minutes of retries,
   * and short compared with the life of a previous version, which stays valid until the next rotation anyway.
   */
  staleMs: 60 * 60_000,
} as const;

interface Version<Secret> {
  readonly id: string;
  readonly secret: Secret;
}

interface Versions<Secret> {
  /** Undefined if it is damaged, so its value is not known. */
  readonly current: Version<Secret> | undefined;
  readonly previous: Version<Secret> | undefined;
}

/** The current version is not a usable secret. */
export class DamagedSecretError extends Error {
  override readonly name = 'DamagedSecretError';

  constructor(readonly damage: Damage) {
    super(`the current version of the secret is damaged: ${damage}`);
  }
}

/**
 * Compares with both live versions of a secret, which it reads every five minutes, and at once on a mismatch.
 * @param parse returns the secret, or what is wrong with the text
 * @param onReadFailed called for every read that fails or finds the current version damaged, even if an earlier read or
 * the previous version makes up for it
 */
export function createSecretVerifier<Secret>(
  source: SecretSource,
  parse: (text: string) => Parsed<Secret>,
  now: () => number,
  onReadFailed: (error: unknown) => void,
): Verifier<Secret> {
  let known: (Versions<Secret> & { readonly readAtMs: number }) | undefined;
  let lastRead = { atMs: Number.NEGATIVE_INFINITY, worked: true };
  /** Extra reads in a row that did not make a password match. */
  let futile = { reads: 0, atMs: Number.NEGATIVE_INFINITY };
  let reading: Promise<void> | undefined;

  const usable = () => (known && now() - known.readAtMs < secretTimes.staleMs ? known : undefined);
  const freshMs = () => (known?.current === undefined ? secretTimes.damagedMs : secretTimes.freshMs);
  const isFresh = () => known !== undefined && now() - known.readAtMs < freshMs();
  const isDue = () => usable() === undefined || now() - lastRead.atMs >= secretTimes.retryGapMs;
  const gapMs = () => Math.min(secretTimes.longestGapMs, secretTimes.firstGapMs * 2 ** (futile.reads - 1));
  /** A value that was read after the request came is new enough for it. */
  const mayLook = (askedAtMs: number) =>
    lastRead.atMs < askedAtMs && (futile.reads === 0 || now() - futile.atMs >= gapMs());

  const load = async (limitMs: number): Promise<void> => {
    const atMs = now();
    try {
      const { versions, damage } = toVersions(await withDeadline(limitMs, (signal) => source.read(signal)), parse);
      if (damage !== undefined) onReadFailed(new DamagedSecretError(damage));
      if (versions !== undefined) known = { ...versions, readAtMs: now() };
      lastRead = { atMs, worked: damage === undefined };
    } catch (error) {
      lastRead = { atMs, worked: false };
      onReadFailed(error);
    }
  };
  /** One read at a time: calls that arrive meanwhile wait for the same one. */
  const read = async (limitMs: number): Promise<void> => {
    reading ??= load(limitMs).finally(() => {
      reading = undefined;
    });
    await reading;
  };

  return {
    async verify(matches) {
      const askedAtMs = now();
      const endsAtMs = askedAtMs + (known === undefined ? budget.firstSecretMs : budget.secretMs);
      if (!isFresh() && isDue()) await read(endsAtMs - now());
      const verdict = compare(usable(), matches);
      if (verdict === 'current' || verdict === 'previous') return verdict;
      const looksAgain = usable() !== undefined && mayLook(askedAtMs);
      if (looksAgain) await read(endsAtMs - now());
      const second = compare(usable(), matches);
      if (second === 'current' || second === 'previous') futile = { ...futile, reads: 0 };
      else if (looksAgain) futile = { reads: futile.reads + 1, atMs: now() };
      // After a failed read, a mismatch proves nothing: the versions may have changed.
      return second === 'mismatch' && !lastRead.worked ? 'unreadable' : second;
    },
  };
}

/**
 * A damaged previous version is ignored: a corrected mistake leaves one behind. If the current version is damaged, Vibes
 * still sends the previous one; if both are, what was read before stays.
 */
function toVersions<Secret>(
  { current, previous }: SecretVersions,
  parse: (text: string) => Parsed<Secret>,
): { readonly versions: Versions<Secret> | undefined; readonly damage: Damage | undefined } {
  const { secret, damage } = parse(current.text);
  const before = previous && toVersion(previous, parse);
  if (secret !== undefined) return { versions: { current: { id: current.id, secret }, previous: before }, damage };
  return { versions: before && { current: undefined, previous: before }, damage };
}

function toVersion<Secret>(
  { id, text }: SecretVersion,
  parse: (text: string) => Parsed<Secret>,
): Version<Secret> | undefined {
  const { secret } = parse(text);
  return secret === undefined ? undefined : { id, secret };
}

/**
 * Always compares both versions, so that the time does not reveal which one matches. If the current one is damaged, a
 * mismatch proves nothing: it may be the password that was meant.
 */
function compare<Secret>(
  versions: Versions<Secret> | undefined,
  matches: (secret: Secret, versionId: string) => boolean,
): SecretMatch {
  if (versions === undefined) return 'unreadable';
  const current = versions.current !== undefined && matches(versions.current.secret, versions.current.id);
  const previous = versions.previous !== undefined && matches(versions.previous.secret, versions.previous.id);
  if (current) return 'current';
  if (previous) return 'previous';
  return versions.current === undefined ? 'unreadable' : 'mismatch';
}
