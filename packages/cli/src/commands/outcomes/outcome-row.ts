import { Option } from 'commander';
import { type Evidence, evidenceOf, type Outcome } from '../../../../../lambda/outcomes/fold';
import { newestOf } from '../../../../../lambda/outcomes/message-item';
import { channels, stateMeanings } from '../../../../../lambda/reader/outcome/outcome-states';
import type { OpsContext } from '../../frame/context';
import { table } from '../../frame/table';
import type { OutcomeItem } from '../../reads/outcomes';

export const stateOption = new Option('--state <state>', 'those in this state now').choices(Object.keys(stateMeanings));
export const channelOption = new Option('--channel <channel>', 'those of this channel').choices(channels);

/** A message's outcome, like `data` of `Message Outcome`, and when it changed. */
export interface DescribedOutcome extends Outcome {
  readonly evidence: readonly Evidence[];
  /** ISO 8601. */
  readonly changedAt: string | null;
}

/** Those that have an outcome: of some messages nothing but evidence is known. */
export function describeOutcomes(items: readonly OutcomeItem[]): readonly DescribedOutcome[] {
  return items.flatMap(({ item }) => {
    const newest = newestOf(item);
    if (newest === undefined) return [];
    return [{ ...newest.outcome, evidence: evidenceOf(item.receipts), changedAt: newest.at }];
  });
}

/** A row each: the rest is in the JSON. */
export function outcomesText(outcomes: readonly DescribedOutcome[], { io, paint }: OpsContext): string {
  const rows = outcomes.map(({ channel, messageId, state, since, changedAt, error }) => ({
    ...{ channel, messageId, state, since, changed: changedAt },
    why:
      error === null ? null : [error.kind, error.internalCode ?? error.code].filter((part) => part !== null).join(' '),
  }));
  return table(rows, io.columns, paint);
}
