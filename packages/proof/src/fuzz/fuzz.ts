import { counted } from '@vibes-callbacks/local-cloud/text';
import fc from 'fast-check';
import { families } from '../../../../lambda/reader/families';
import { readCallback } from '../../../../lambda/reader/read-callback';
import type { Envelope } from '../../../../lambda/shared/envelope';
import { paintFor } from '../../../cli/src/frame/paint';
import { table } from '../../../cli/src/frame/table';
import { checkCallback } from '../support/check-callback';
import { callbackKinds } from './callback-kinds';
import { mutations } from './mutations';

export interface FuzzOptions {
  readonly count: number;
  readonly seed: number;
}

export interface FuzzFindings extends FuzzOptions {
  /** How many became what: an event's type, or the reason of an unrecognized one; by the kind that was mutated. */
  readonly outcomes: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly slowestMs: number;
  /** The smallest callback that broke a rule, and which; null where none did. */
  readonly failure: string | null;
}

const cases: fc.Arbitrary<readonly [kind: string, envelope: Envelope]> = fc.oneof(
  ...Object.entries(callbackKinds).map(([kind, sent]) =>
    fc.tuple(sent, mutations).map(([{ envelope }, mutate]) => [kind, mutate(envelope)] as const),
  ),
);

/** Passes mutated callbacks of every kind to `readCallback`, and checks for each what must hold for any input. */
export async function fuzz({ count, seed }: FuzzOptions): Promise<FuzzFindings> {
  const tally = new Tally();
  const property = fc.asyncProperty(cases, async ([kind, envelope]) => {
    const start = performance.now();
    const callback = await readCallback(envelope, {
      bucket: 'bucket',
      requireRbmSignature: false,
      identityKey: 'a key',
    });
    const elapsedMs = performance.now() - start;
    checkCallback(callback, envelope);
    const { family } = callback.identity;
    tally.add(kind, family === 'unrecognized' ? String(callback.data.reason) : families[family].detailType, elapsedMs);
  });
  const details = await fc.check(property, { numRuns: count, seed });
  return { count, seed, ...tally, failure: details.failed ? describe(details) : null };
}

class Tally {
  readonly outcomes = new Map<string, Map<string, number>>();
  slowestMs = 0;

  add(kind: string, outcome: string, elapsedMs: number): void {
    const kinds = this.outcomes.get(outcome) ?? new Map<string, number>();
    this.outcomes.set(outcome, kinds.set(kind, (kinds.get(kind) ?? 0) + 1));
    this.slowestMs = Math.max(this.slowestMs, elapsedMs);
  }
}

function describe({ counterexample, errorInstance, numRuns }: fc.RunDetails<[readonly [string, Envelope]]>): string {
  const [[kind, { body, ...request }]] = counterexample ?? [['none', { body: new Uint8Array() }]];
  return [
    `callback ${numRuns}, a mutated ${kind}: ${errorInstance instanceof Error ? errorInstance.stack : errorInstance}`,
    `request ${JSON.stringify(request)}`,
    `body (base64) ${Buffer.from(body).toString('base64')}`,
  ].join('\n');
}

const plain = paintFor({ isTerminal: false, env: {} });

/** The findings as a table of outcomes by kind, in the order of their frequency; without the kinds where it is too wide. */
export function renderFindings(findings: FuzzFindings, columns = Number.POSITIVE_INFINITY): string {
  const { count, seed, outcomes, slowestMs, failure } = findings;
  const kinds = [...new Set([...outcomes.values()].flatMap((counts) => [...counts.keys()]))].sort();
  const rows = [...outcomes]
    .map(([became, counts]) => ({ became, counts, all: [...counts.values()].reduce((sum, n) => sum + n, 0) }))
    .sort((a, b) => b.all - a.all);
  const narrow = rows.map(({ became, all }) => ({ became, all }));
  const whole = rows.map(({ became, counts, all }) => ({
    ...{ became, all },
    ...Object.fromEntries(kinds.map((kind) => [kind, counts.get(kind) ?? 0])),
  }));
  const [shown, short] = [whole, narrow].map((list) => table(list, Number.POSITIVE_INFINITY, plain));
  const verdict = failure === null ? 'none threw, grew or lost its bytes' : `FAILED: ${failure}`;
  return [
    (shown ?? '').indexOf('\n') > columns ? short : shown,
    '',
    `${counted(count, 'callback')}, slowest ${slowestMs.toFixed(1)} ms, seed ${seed}: ${verdict}`,
    '',
  ].join('\n');
}
