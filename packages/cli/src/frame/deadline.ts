import { grouped } from '../reads/grouped';
import type { OpsContext } from './context';

/** How long a command looks before it answers with what it has. With start and end, it answers within 5 s. */
const lookMs = 3_000;

/** A few of the largest possible ones take a second. */
const few = 3;

/** Until when a command looks, and what it did not get to. */
export class Deadline {
  private readonly names = new Set<string>();
  private readonly failures = new Map<string, string>();

  constructor(
    private readonly now: () => number,
    private readonly endsAtMs: number,
  ) {}

  /**
   * Whether the time is over before `what` was looked at; it is then named as left out.
   * @param done how many of it were looked at: a few always are, so that a slow connection does not hide what is there
   */
  cuts(what: string, done = few): boolean {
    if (done < few || this.now() < this.endsAtMs) return false;
    this.names.add(what);
    return true;
  }

  /** For what exceeds a command's limit, or is being processed elsewhere. */
  leaveOut(what: string): void {
    this.names.add(what);
  }

  /** For what could not be read. */
  fail(what: string, why: string): void {
    this.failures.set(what, why);
  }

  /** What was not checked, or not completely. */
  get leftOut(): readonly string[] {
    return [...new Set([...this.names, ...this.failures.keys()])];
  }

  /** Of that, what could not be read, and why. */
  get unread(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.failures);
  }
}

export function answerSoon({ io }: OpsContext): Deadline {
  return new Deadline(io.now, io.now() + lookMs);
}

/** For a command that may take its time. */
export function unhurried(): Deadline {
  return new Deadline(() => 0, 1);
}

/** What was left out, and why. */
export function leftOutText({ leftOut, unread }: Pick<Deadline, 'leftOut' | 'unread'>): string {
  const late = leftOut.filter((what) => unread[what] === undefined);
  const byReason = grouped(Object.entries(unread), ([, why]) => why);
  return [
    ...(late.length === 0 ? [] : [`There was no time to check all of this: ${late.join(', ')}.`]),
    ...[...byReason].map(([why, some]) => {
      return `Could not read ${some.map(([what]) => what).join(', ')}: ${why.replace(/\.$/, '')}.`;
    }),
  ].join(' ');
}
