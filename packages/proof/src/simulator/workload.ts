import type { VibesCallback } from '../vibes/callback';
import { buildKind, type Kind, kindRows, kinds } from '../vibes/kinds';
import { buildImportRow } from '../vibes/platform-event';
import { createRandom, type Random } from '../vibes/random';
import type { Arrival } from './vibes';

/** Weights of the kinds; what is absent is not sent. */
export type Mix = Readonly<Partial<Record<Kind, number>>>;

/** A company's ordinary day. */
export const ordinaryDay: Mix = Object.fromEntries(
  kinds.map((kind) => [kind, kindRows[kind].weight] as const).filter(([, weight]) => weight > 0),
);

export interface WorkloadPlan {
  readonly seed: number;
  /** How many callbacks in all, rows of imports included, copies not. */
  readonly callbacks: number;
  /** @default - an ordinary day */
  readonly mix?: Mix;
  /** New callbacks a second; absent: as fast as the connections let them through. */
  readonly perSecond?: number;
  /** Subscriber imports: each fires one callback per row, all at one moment. */
  readonly imports?: { readonly count: number; readonly rows: number };
  /** Share, 0 to 1, of callbacks that are sent twice at the same moment. */
  readonly copies?: number;
}

/** What Vibes will send and when: the same plan gives the same bytes in the same order. */
export function planWorkload(plan: WorkloadPlan): readonly Arrival[] {
  const random = createRandom(plan.seed);
  const { mix = ordinaryDay, imports = { count: 0, rows: 0 }, copies = 0 } = plan;
  const rows = imports.count * imports.rows;
  if (rows > plan.callbacks) throw new RangeError(`${rows} rows of imports are more than ${plan.callbacks} callbacks`);
  const steady = build(plan.callbacks - rows, () => buildKind(random.weighted(mix), random));
  const arrivals = [...paced(steady, plan.perSecond), ...bursts({ ...plan, imports }, random)];
  return arrivals.flatMap((arrival) => (random.chance(copies) ? [arrival, arrival] : [arrival]));
}

function build(count: number, next: () => readonly VibesCallback[]): VibesCallback[] {
  const callbacks: VibesCallback[] = [];
  while (callbacks.length < count) callbacks.push(...next());
  return callbacks.slice(0, count);
}

/** One after the other, this many a second. */
export function paced(callbacks: readonly VibesCallback[], perSecond: number | undefined): Arrival[] {
  const spacingMs = perSecond === undefined ? 0 : 1_000 / perSecond;
  return callbacks.map((callback, index) => ({ atMs: index * spacingMs, callback }));
}

function bursts(
  { imports, callbacks, perSecond }: WorkloadPlan & Required<Pick<WorkloadPlan, 'imports'>>,
  random: Random,
): Arrival[] {
  const spanMs = perSecond === undefined ? 0 : Math.floor((callbacks * 1_000) / perSecond);
  return Array.from({ length: imports.count }, () => random.int(0, spanMs)).flatMap((atMs) =>
    build(imports.rows, () => buildKind('platform', random, buildImportRow)).map((callback) => ({ atMs, callback })),
  );
}
