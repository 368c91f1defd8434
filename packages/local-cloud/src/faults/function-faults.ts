/** What `POST /_local/faults` can do to a function itself, with `service: "lambda"`. */
export interface FunctionFault {
  /**
   * `crash`: its worker is killed `delayMs` after it got the invocation. `error`: the invocation fails without being run.
   * `throttle`: refused, as when no concurrency is left. `slow`: handed over `delayMs` late, as after a cold start.
   * `skew`: its clock is off by `skewMs` (new workers take the place of the old).
   */
  readonly mode: 'crash' | 'error' | 'throttle' | 'slow' | 'skew';
  readonly delayMs?: number;
  readonly skewMs?: number;
  readonly count?: number;
  readonly seconds?: number;
  readonly rate?: number;
}

interface ActiveFault {
  readonly fault: FunctionFault;
  readonly endsAtMs: number;
  left: number;
}

/** The faults of one function, with how often and how long each still strikes. */
export class FunctionFaults {
  #active: ActiveFault[] = [];
  /** How many invocations and starts met a fault. */
  struck = 0;

  constructor(
    private readonly nowMs: () => number = Date.now,
    private readonly random: () => number = Math.random,
  ) {}

  add(fault: FunctionFault): void {
    const { seconds = Number.POSITIVE_INFINITY, count = Number.POSITIVE_INFINITY } = fault;
    this.#active.push({ fault, endsAtMs: this.nowMs() + seconds * 1000, left: count });
  }

  clear(): void {
    this.#active = [];
  }

  /** Those that can still strike. */
  get active(): readonly FunctionFault[] {
    const alive = this.#active.filter(({ left, endsAtMs }) => left > 0 && this.nowMs() < endsAtMs);
    return alive.map(({ fault, left }) => (fault.count === undefined ? fault : { ...fault, count: left }));
  }

  /** The fault that strikes the next invocation, or the next worker's start for `skew`. */
  take(kind: 'invocation' | 'start'): FunctionFault | undefined {
    const now = this.nowMs();
    this.#active = this.#active.filter(({ left, endsAtMs }) => left > 0 && now < endsAtMs);
    const struck = this.#active.find(
      ({ fault }) => (fault.mode === 'skew') === (kind === 'start') && this.random() < (fault.rate ?? 1),
    );
    if (struck === undefined) return undefined;
    struck.left -= 1;
    this.struck += 1;
    return struck.fault;
  }
}
