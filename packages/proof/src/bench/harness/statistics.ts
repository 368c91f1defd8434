/**
 * Takes one sample of each cell per round, in a rotating order, so that the machine's other work and warm caches affect
 * all cells alike. The first round warms the disk and is thrown away.
 */
export async function interleave<Cell, Sample>(
  cells: readonly Cell[],
  rounds: number,
  sample: (cell: Cell) => Promise<Sample>,
): Promise<ReadonlyMap<Cell, readonly Sample[]>> {
  const samples = new Map<Cell, Sample[]>(cells.map((cell) => [cell, []]));
  for (let round = 0; round <= rounds; round += 1) {
    const start = round % cells.length;
    for (const cell of [...cells.slice(start), ...cells.slice(0, start)]) {
      const one = await sample(cell);
      if (round > 0) samples.get(cell)?.push(one);
    }
  }
  return samples;
}

/** The value that half of the samples are below; robust against the odd one out on a busy machine. */
export function median(samples: readonly number[]): number {
  return quantile(samples, 0.5);
}

/** Linear between the two nearest samples. */
export function quantile(samples: readonly number[], q: number): number {
  if (samples.length === 0) throw new RangeError('no samples');
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (sorted.length - 1) * q;
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? Number.NaN;
  return below + (above - below) * (at - Math.floor(at));
}

/** The median of each figure. */
export function medians<K extends string>(samples: readonly Readonly<Record<K, number>>[]): Record<K, number> {
  const names = Object.keys(samples[0] ?? {}) as K[];
  const of = (name: K) => median(samples.map((sample) => sample[name]));
  return Object.fromEntries(names.map((name) => [name, of(name)])) as Record<K, number>;
}

/**
 * The median of the ratios within each round: a machine that slows down for a while slows down both.
 */
export function ratioOf(samples: readonly number[], peers: readonly number[]): number {
  return median(samples.map((sample, round) => sample / (peers[round] ?? Number.NaN)));
}

export function atMost(limit: number, value: number, unit = '') {
  return { text: `≤ ${limit}${unit}`, isMet: value <= limit };
}
