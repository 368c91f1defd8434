import type { HistoryName } from '../simulator/histories/histories';
import type { AskedFault } from '../simulator/local-cloud-process';
import type { Mix } from '../simulator/workload';
import type { StackChange } from './stack-change';

/** An action on the system, or on Vibes, at a moment of a scenario. */
export type ScenarioAction =
  | { readonly do: 'fault'; readonly fault: AskedFault }
  | { readonly do: 'clear-faults' }
  /** kill -9 of the whole local cloud, and a start over its data. */
  | { readonly do: 'kill' }
  /** New functions or settings, while running. */
  | { readonly do: 'deploy'; readonly change: StackChange }
  /** The secret of the MO route gets a new version; Vibes still sends the old password. */
  | { readonly do: 'rotate-password' }
  /** From now on Vibes sends the newest password. */
  | { readonly do: 'tell-vibes-the-password' }
  /** Messages in the queue that are not envelopes. */
  | { readonly do: 'poison'; readonly count: number }
  /** Malformed `Message Submitted` events, which the outcomes function cannot read. */
  | { readonly do: 'poison-outcomes'; readonly count: number }
  /** Bodies of 4.7 MB that take many times their size in memory. */
  | { readonly do: 'hostile'; readonly count: number }
  /** The daily sweep, with its clock two hours ahead. */
  | { readonly do: 'sweep' }
  /** Redrives the dead letters. */
  | { readonly do: 'redrive' }
  /** Replays everything since the scenario began to the rule that sends receipts to the outcomes function. */
  | { readonly do: 'replay-receipts' }
  /** The function that looks for overdue messages runs with its clock two hours ahead. */
  | { readonly do: 'pass-the-due-time' }
  /** Sends the events that the outcomes function gave up on to it again. */
  | { readonly do: 'redrive-outcomes' }
  /** Waits until the queue is empty. */
  | { readonly do: 'drain' }
  /** Waits for late arrivals after the queue is empty. */
  | { readonly do: 'wait'; readonly ms: number };

export type FaultAction = Extract<ScenarioAction, { readonly do: 'fault' }>;

export function fault(asked: AskedFault): FaultAction {
  return { do: 'fault', fault: asked };
}

export interface Round {
  readonly before?: readonly ScenarioAction[];
  /** `again`: the same callbacks as the first round, byte for byte except for what an attempt changes. */
  readonly load: Load | HistoriesLoad | 'again';
  /** While the load runs, ms after its start. */
  readonly during?: readonly { readonly atMs: number; readonly act: ScenarioAction }[];
  /** Before a person at Vibes sends the error queue again. */
  readonly beforeResend?: readonly ScenarioAction[];
  readonly after?: readonly ScenarioAction[];
}

export interface Load {
  readonly callbacks: number;
  /** @default - an ordinary day */
  readonly mix?: Mix;
  /** @default - as fast as the connections let them through */
  readonly perSecond?: number;
  readonly imports?: { readonly count: number; readonly rows: number };
  /** Share that is sent twice at the same moment. */
  readonly copies?: number;
  /** Share after which other content comes under the same id. */
  readonly others?: number;
  /** Share after which a malformed body comes. */
  readonly malformed?: number;
}

/** Histories of messages, each with its expected outcome; needs `messageOutcomes`. */
export interface HistoriesLoad {
  readonly histories: number;
  /** @default - all in turn */
  readonly names?: readonly HistoryName[];
  readonly perSecond?: number;
  /** Share of the callbacks that is sent twice at the same moment. */
  readonly copies?: number;
}

/** How Vibes differs from its usual behavior. */
export interface VibesTraits {
  readonly connections?: number;
  readonly keepAlive?: boolean;
  readonly waitForChallenge?: boolean;
  readonly wrongPassword?: boolean;
  /** `none`: unsigned; `wrong`: with another secret. */
  readonly rbmSignature?: 'none' | 'wrong';
  readonly sourceIp?: string;
  /** Sent with each request: API Gateway uses a caller's `x-amzn-requestid` as its own. */
  readonly requestId?: string;
  /** Vibes' time against the real one; the two-second timeout is never compressed. */
  readonly speed?: number;
  readonly resends?: number;
}

/** What must hold at the end, in addition to what must always hold (`judge`). A missing member: none are expected. */
export interface Expectation {
  /** Randomly generated: a fault may meet no call, and a new password may be refused for a while. */
  readonly byChance?: true;
  /** Callbacks that Vibes could not deliver, each shown to a person by Vibes' error queue. */
  readonly lostForGood?: number | 'all';
  /** Callbacks are accepted at their first attempt: three of four, since a busy machine is late now and then. */
  readonly acceptedAtOnce?: true;
  /** Answers besides 200 and 5XX. */
  readonly answers?: readonly number[];
  /** A crash between two steps: an event may be, or must be, published again, with the same id. */
  readonly repeats?: 'allowed' | 'expected';
  /** Dead letters that are callbacks, and those that are poison. */
  readonly deadLetters?: number | 'all';
  readonly poison?: number;
  /** From the beginning of the scenario until the last event. */
  readonly publishedWithinSeconds?: number;
  /** How many callbacks come out as Unrecognized Callback although their bytes are of a known kind. */
  readonly unrecognized?: number | 'all';
  /** Each message must have its outcome; `overdue`: those without a receipt must be past due. */
  readonly outcomes?: 'all' | 'overdue';
  /** Events that the outcomes function gave up on, which wait with the undelivered events. */
  readonly undeliveredReceipts?: number;
  /** Calls that the functions must have made, as proof that the fault took effect. */
  readonly calls?: readonly { readonly service: string; readonly action: string; readonly atLeast: number }[];
}

export interface Scenario {
  /** For `--only`. */
  readonly name: string;
  /** What it shows, in one sentence. */
  readonly shows: string;
  readonly group: string;
  /** Part of the short form. */
  readonly short?: true;
  /** Changes of the template besides the shorter waits that all scenarios run with. */
  readonly stack?: readonly StackChange[];
  readonly vibes?: VibesTraits;
  readonly rounds: readonly [Round, ...Round[]];
  readonly expect?: Expectation;
}

/** A scenario in its group's file; one with a single round has the round's members itself. */
export type GroupScenario = Omit<Scenario, 'group' | 'rounds'> & (Round | Pick<Scenario, 'rounds'>);
