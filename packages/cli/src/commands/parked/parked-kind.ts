import type { Option } from 'commander';
import type { CommonOptions, OpsContext } from '../../frame/context';
import type { SelectionOptions } from '../../frame/selection';
import type { Needs } from '../../policy/needs';
import type { OpenedMessage, OpenedQueue } from '../../reads/opened-queue';
import type { DeployedStack } from '../../reads/stack';
import type { Take } from '../../reads/take-parked';

/** A parked message by its ids, to see which one it is. */
export interface ParkedRow {
  readonly messageId: string;
  readonly [column: string]: string | number | null;
}

export interface ListOptions extends CommonOptions {
  readonly subscription?: string;
}

/** Messages that wait for a person: what differs between dead letters and undelivered events. */
export interface ParkedKind<Opened extends OpenedMessage, Queue extends OpenedQueue<Opened>> {
  /** The first word of its commands. */
  readonly word: string;
  readonly one: string;
  readonly many: string;
  /** What `show` takes, as the help says it. */
  readonly shownBy: string;
  /** The note if no message has a selected id. */
  readonly idAdvice: string;
  readonly about: Readonly<Record<'list' | 'show' | 'redrive' | 'drop' | 'export', string>>;
  readonly exampleFile: string;
  readonly needs: {
    /** To receive them, and to put them back. */
    readonly take: Needs;
    /** To read them, too. */
    readonly look: Needs;
    readonly redrive: Needs;
    readonly drop: Needs;
  };
  readonly idOption: Option;
  readonly listOptions: readonly Option[];
  /** The ways to select for a redrive. */
  readonly redriveOptions: readonly Option[];
  readonly redriveBy: readonly (keyof SelectionOptions)[];
  /** Announces a redrive of `which` of them. */
  redriveText(stackName: string, which: string): string;
  readonly redriven: string;
  queues(context: OpsContext, stack: DeployedStack, subscription?: string): Promise<readonly Queue[]>;
  isMeant(opened: Opened, id: string): boolean;
  /** With `--show-content`. */
  contentOf(opened: Opened): Readonly<Record<string, unknown>>;
  /** How many of them there was no time to read. */
  countUnread(opened: readonly Opened[]): number;
  columns(letter: Opened['letter']): Readonly<Record<string, string | number | null>>;
  rowOf(letter: Opened['letter']): ParkedRow;
  redrive(context: OpsContext, stack: DeployedStack): Take<Queue>;
  /** Before it is deleted for good. */
  recordDropped(context: OpsContext, stack: DeployedStack, opened: Opened): Promise<void>;
}

/** How many the queues hold, in hand or not. */
export async function countHeld(
  levelsOf: (url: string) => Promise<{ readonly visible: number; readonly inFlight: number }>,
  queues: readonly { readonly url: string }[],
): Promise<number> {
  const levels = await Promise.all(queues.map(({ url }) => levelsOf(url)));
  return levels.reduce((sum, { visible, inFlight }) => sum + visible + inFlight, 0);
}
