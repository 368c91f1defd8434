import type { AwsCall } from '../aws/protocols/call';
import { hasEntries } from './fail-entries';
import type { Fault } from './fault';

export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  /** Those that can still hit. */
  active(): readonly Fault[];
  /** A call has felt a fault. */
  strike(): void;
  /** How many have. */
  readonly struck: number;
  forgetStruck(): void;
  /** The fault that this call meets, if any; a counted one is used up by it. */
  take(call: AwsCall): Fault | undefined;
}

export interface Chance {
  nowMs(): number;
  /** 0 to 1, as `Math.random`. */
  random(): number;
}

interface ActiveFault {
  readonly fault: Fault;
  readonly untilMs: number;
  left: number;
}

export function createFaults({ nowMs, random }: Chance): Faults {
  let active: ActiveFault[] = [];
  let struck = 0;
  const hits = ({ fault }: ActiveFault) =>
    fault.mode === 'partial' || fault.rate === undefined || random() < fault.rate;
  const alive = ({ left, untilMs }: ActiveFault) => left > 0 && untilMs > nowMs();
  return {
    active: () =>
      active.filter(alive).map(({ fault, left }) => (fault.count === undefined ? fault : { ...fault, count: left })),
    add: (fault) => {
      const untilMs = fault.seconds === undefined ? Number.POSITIVE_INFINITY : nowMs() + fault.seconds * 1000;
      active.push({ fault, untilMs, left: fault.count ?? Number.POSITIVE_INFINITY });
    },
    clear: () => {
      active = [];
    },
    strike: () => {
      struck += 1;
    },
    get struck() {
      return struck;
    },
    forgetStruck: () => {
      struck = 0;
    },
    take: (call) => {
      if (active.length === 0) return undefined;
      active = active.filter(alive);
      const met = active.find((candidate) => concerns(candidate.fault, call) && hits(candidate));
      if (met === undefined) return undefined;
      met.left -= 1;
      return met.fault;
    },
  };
}

function concerns(fault: Fault, call: AwsCall): boolean {
  if (fault.service !== call.service) return false;
  if (fault.mode === 'partial' && !hasEntries(call)) return false;
  return fault.action === undefined || fault.action === call.action;
}
