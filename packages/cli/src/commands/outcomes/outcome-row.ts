import { Option } from 'commander';
import { isRecord } from '../../../../../lambda/shared/json';
import type { OpsContext } from '../../frame/context';
import { table } from '../../frame/table';
import type { OutcomeItem } from '../../reads/outcomes';

const states = [
  ...['submitted', 'accepted', 'undetermined', 'sent', 'delivered', 'read'],
  ...['failed', 'rejected', 'expired', 'forwarded', 'overdue', 'presumed-delivered'],
];

export const stateOption = new Option('--state <state>', 'those in this state now').choices(states);
export const channelOption = new Option('--channel <channel>', 'those of this channel').choices(['sms', 'mms', 'rbm']);

/** A message's outcome as `Message Outcome` has it, and when it changed. */
export type DescribedOutcome = ReturnType<typeof describeOutcome>;

export function describeOutcome({ channel, messageId, version, outcome = {}, receipts, changedAt }: OutcomeItem) {
  const { submitterMessageId, state, isFinal, since, error, parts, forwardedTo, corrects } = outcome;
  return {
    ...{ channel, messageId, submitterMessageId: submitterMessageId ?? null },
    ...{ state: state ?? null, isFinal: isFinal ?? null, version, since: since ?? null, changedAt },
    ...{ error: error ?? null, parts: parts ?? null, forwardedTo: forwardedTo ?? null, corrects: corrects ?? null },
    evidence: receipts.map(evidenceOf).sort((a, b) => earlier(a.at, b.at) || earlier(a.eventId, b.eventId)),
  };
}

function evidenceOf({ eventId, source, state, at }: OutcomeItem['receipts'][number]) {
  return { eventId, source, state: state ?? null, at };
}

function earlier(a: unknown, b: unknown): number {
  return String(a).localeCompare(String(b));
}

/** A row each: the rest is in the JSON. */
export function outcomesText(outcomes: readonly DescribedOutcome[], { io, paint }: OpsContext): string {
  const rows = outcomes.map(({ channel, messageId, state, since, changedAt, error }) => ({
    ...{ channel, messageId, state: textOf(state), since: textOf(since), changed: changedAt },
    why: isRecord(error)
      ? [error.kind, error.code]
          .map(textOf)
          .filter((part) => part !== null)
          .join(' ')
      : null,
  }));
  return table(rows, io.columns, paint);
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}
