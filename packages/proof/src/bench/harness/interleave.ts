/**
 * Takes one sample of each cell a round, in an order that rotates: whatever else the machine does, and whatever a run
 * leaves behind in its caches, falls on all cells alike. The first round warms the disk and is thrown away.
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
