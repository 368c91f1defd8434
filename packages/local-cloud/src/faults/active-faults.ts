/** How often and how long a fault strikes; until it is cleared if both are absent. */
export interface FaultLimits {
  readonly count?: number;
  readonly seconds?: number;
  /** 0 to 1: the share of calls that it strikes. @default 1 */
  readonly rate?: number;
}

interface ActiveFault<F> {
  readonly fault: F;
  readonly endsAtMs: number;
  left: number;
}

/** Faults of one kind, with how often and how long each still strikes. */
export class ActiveFaults<F extends FaultLimits> {
  #active: ActiveFault<F>[] = [];
  /** How often one has struck. */
  struck = 0;

  constructor(
    private readonly nowMs: () => number = Date.now,
    private readonly random: () => number = Math.random,
  ) {}

  add(fault: F): void {
    const { seconds = Number.POSITIVE_INFINITY, count = Number.POSITIVE_INFINITY } = fault;
    this.#active.push({ fault, endsAtMs: this.nowMs() + seconds * 1000, left: count });
  }

  clear(): void {
    this.#active = [];
  }

  /** Those that can still strike. */
  get active(): readonly F[] {
    return this.#alive().map(({ fault, left }) => (fault.count === undefined ? fault : { ...fault, count: left }));
  }

  /** The first that concerns this and strikes it, if any; a counted one is used up by it. */
  take(concerns: (fault: F) => boolean): F | undefined {
    const fault = this.choose(concerns);
    if (fault !== undefined) this.struck += 1;
    return fault;
  }

  /** The same, not counted as struck. */
  protected choose(concerns: (fault: F) => boolean, rateOf = (fault: F) => fault.rate ?? 1): F | undefined {
    this.#active = this.#alive();
    const chosen = this.#active.find(({ fault }) => concerns(fault) && this.#strikes(rateOf(fault)));
    if (chosen === undefined) return undefined;
    chosen.left -= 1;
    return chosen.fault;
  }

  #alive(): ActiveFault<F>[] {
    return this.#active.filter(({ left, endsAtMs }) => left > 0 && this.nowMs() < endsAtMs);
  }

  #strikes(rate: number): boolean {
    return rate === 1 || this.random() < rate;
  }
}
