import { isDeepStrictEqual } from 'node:util';
import { type ExpectedOutcome, expectedOutcome } from './oracle';
import { byMessage, grouped, nameOf, type Said } from './said';

export const outcomeType = 'Message Outcome';

/** A `Message Outcome` as it was published. */
export interface PublishedOutcome {
  readonly eventId: string;
  /** Of its message, in the words of `nameOf`. */
  readonly name: string;
  readonly version: number;
  readonly corrects: number | null;
  /** What the oracle says as well. */
  readonly outcome: ExpectedOutcome;
  readonly evidence: readonly { readonly source: string; readonly state: string | null; readonly at: string }[];
  readonly line: string;
}

/** What was published, compared with what was said of each message; every list is empty where all is well. */
export interface OutcomeReport {
  /** Of which an outcome must come. */
  readonly messages: number;
  readonly versions: number;
  /** Events whose id was published before: harmless. */
  readonly repeats: number;
  /** Messages whose newest version is not what the oracle says, or that have none. */
  readonly wrong: readonly string[];
  /** Versions of which nothing was said, or more than one outcome of a version. */
  readonly unexpected: readonly string[];
  /** Messages whose versions are not 1, 2, 3 …, each of which changes something. */
  readonly gaps: readonly string[];
  /** Versions that say something else than their evidence, or correct what they do not. */
  readonly untrue: readonly string[];
  /** Versions that hold a phone number. */
  readonly leaks: readonly string[];
}

/** One of the simulator's, with or without its country code; not digits of a longer id, which may come out the same. */
const phoneNumber = /(?<![\da-f])1?\d{3}55501\d\d(?![\da-f])/;

/** @throws Error on a line that is not a `Message Outcome` */
export function readOutcome(line: string): PublishedOutcome {
  const { detail } = JSON.parse(line);
  const { evidence, version, corrects, ...outcome } = detail.data;
  if (typeof detail.metadata.id !== 'string' || !Number.isInteger(version) || !Array.isArray(evidence)) {
    throw new Error('events.jsonl has a Message Outcome without id, version or evidence');
  }
  return { eventId: detail.metadata.id, name: nameOf(outcome), version, corrects, outcome, evidence, line };
}

/**
 * @param said all that was said, to the bus or by accepted callbacks
 * @param isOver whether the time in which senders expect receipts is over for all of them
 */
export function compareOutcomes(
  said: Iterable<Said>,
  published: readonly PublishedOutcome[],
  isOver: boolean,
): OutcomeReport {
  const messages = byMessage(said);
  const firsts = [...new Map(published.map((one) => [one.eventId, one])).values()];
  const versions = grouped(firsts, ({ name }) => name);
  const expected = [...messages].map(([name, all]) => [name, expectedOutcome(all, isOver)] as const);
  const newest = (name: string) => inOrder(versions.get(name) ?? []).at(-1)?.outcome ?? null;
  return {
    messages: expected.filter(([, outcome]) => outcome !== null).length,
    versions: firsts.length,
    repeats: published.length - firsts.length,
    wrong: expected.filter(([name, outcome]) => !isDeepStrictEqual(newest(name), outcome)).map(([name]) => name),
    unexpected: [...firsts.filter(({ name }) => !messages.has(name)).map(titleOf), ...ofSeveralContents(published)],
    gaps: [...versions].filter(([, all]) => hasGap(inOrder(all))).map(([name]) => name),
    untrue: [...versions].flatMap(([name, all]) => untrueOf(inOrder(all), messages.get(name) ?? [])),
    leaks: firsts.filter(({ line }) => phoneNumber.test(line)).map(titleOf),
  };
}

function inOrder(versions: readonly PublishedOutcome[]): readonly PublishedOutcome[] {
  return [...versions].sort((a, b) => a.version - b.version);
}

/** A repeat has the id and the content of the first. */
function ofSeveralContents(published: readonly PublishedOutcome[]): readonly string[] {
  const contents = grouped(published, titleOf);
  return [...contents]
    .filter(
      ([, all]) =>
        new Set(all.map(({ eventId, line }) => `${eventId} ${JSON.stringify(JSON.parse(line).detail)}`)).size > 1,
    )
    .map(([title]) => `${title} twice`);
}

function hasGap(versions: readonly PublishedOutcome[]): boolean {
  return versions.some(
    ({ version, outcome }, index) =>
      version !== index + 1 || (index > 0 && isDeepStrictEqual(outcome, versions[index - 1]?.outcome)),
  );
}

const finals = ['delivered', 'read', 'failed', 'rejected', 'expired', 'forwarded'];

/** What a version says follows from its evidence alone, and what it corrects from the version before. */
function untrueOf(versions: readonly PublishedOutcome[], said: readonly Said[]): readonly string[] {
  return versions
    .filter(({ outcome, evidence, corrects, version }, index) => {
      const before = versions[index - 1]?.outcome.state ?? '';
      const isCorrection =
        finals.includes(before) && before !== outcome.state && !(before === 'delivered' && outcome.state === 'read');
      const known = new Set(evidence.map(({ at }) => at));
      const having = said.filter(({ at }) => known.has(new Date(at).toISOString()));
      const isSilence = outcome.state === 'overdue' || outcome.state === 'presumed-delivered';
      return (
        having.length < known.size ||
        // Senders may say it twice; a receipt counts once.
        evidence.filter(({ source }) => source !== 'sender').length > known.size ||
        corrects !== (isCorrection ? version - 1 : null) ||
        !isDeepStrictEqual(outcome, expectedOutcome(having, isSilence))
      );
    })
    .map(titleOf);
}

function titleOf({ name, version }: PublishedOutcome): string {
  return `${name} version ${version}`;
}
