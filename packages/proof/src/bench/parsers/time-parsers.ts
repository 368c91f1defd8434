import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { benchFolder } from '../harness/bench-folder';
import type { BenchmarkRow, BenchOptions } from '../harness/benchmark';
import { freshProcess } from '../harness/fresh-process';
import { interleave } from '../harness/interleave';
import { medians, ratioOf } from '../harness/statistics';

/** A text, or bytes with the Content-Type that came with them. */
export type ParserInput = { readonly text: string } | { readonly contentType: string; readonly body: string };

export interface Contest {
  /** What each is called in the report, and its bundle. */
  readonly parsers: ReadonlyMap<string, string>;
  /** Ratios are to this one's time for the first documents. */
  readonly baseline: string;
  /** By the figure's name, without its unit. */
  readonly documents: Readonly<Record<string, readonly ParserInput[]>>;
}

/** Fresh processes, one parser each, interleaved, so that no parser is slowed down by the effect of another on the engine's caches. */
export async function timeParsers(
  contest: Contest,
  { quick, progress }: BenchOptions,
): Promise<readonly BenchmarkRow[]> {
  progress('timing');
  const files = Object.entries(contest.documents).map(([name, documents], index) => {
    const file = join(benchFolder('documents'), `${index}.json`);
    writeFileSync(file, JSON.stringify(documents));
    return [`${name}, µs`, file] as const;
  });
  const milliseconds = String(quick ? 150 : 300);
  const samples = await interleave([...contest.parsers], quick ? 3 : 9, async ([, bundle]) => {
    const figures: Record<string, number> = {};
    for (const [name, file] of files) {
      const { microseconds } = await freshProcess<{ readonly microseconds: number }>({
        script: join(__dirname, 'driver.mjs'),
        arguments: [bundle, file, milliseconds],
      });
      figures[name] = microseconds;
    }
    return figures;
  });
  return toRows(contest.baseline, files[0]?.[0] ?? '', samples);
}

type Samples = readonly Readonly<Record<string, number>>[];

function toRows(
  baseline: string,
  leading: string,
  samples: ReadonlyMap<readonly [name: string, bundle: string], Samples>,
): readonly BenchmarkRow[] {
  const times = (taken: Samples = []) => taken.map((figures) => figures[leading] ?? Number.NaN);
  const base = times([...samples].find(([[name]]) => name === baseline)?.[1]);
  return [...samples].map(([[name], taken]) => ({ name, figures: medians(taken), ratio: ratioOf(times(taken), base) }));
}
