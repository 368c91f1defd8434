import { computeBill, total } from './bill';
import measuredCalls from './measured-calls.json';
import { renderBill, renderLimits, renderSums, renderTables } from './render';
import { region } from './tables';
import type { Measured } from './types';

export interface CostQuestion {
  readonly callbacksPerDay: number;
  /** Callbacks a second. */
  readonly burst: number;
}

/** What was counted last: `npm run cost -- --measure` counts again. */
export const measured: Measured = measuredCalls;

/** The answer to one question, in Markdown. */
export function costAnswer({ callbacksPerDay, burst }: CostQuestion, counted: Measured = measured): string {
  return [
    `## ${callbacksPerDay.toLocaleString('en-US')} callbacks a day: the bill`,
    '',
    renderBill(callbacksPerDay, counted),
    '',
    `## A burst of ${burst.toLocaleString('en-US')} callbacks a second: the limits`,
    '',
    renderLimits(burst, counted),
  ].join('\n');
}

/** docs/COST.md, whole. */
export function costDocument(counted: Measured = measured): string {
  return `${[
    '# What it costs, and what breaks first',
    '',
    `Computed by \`npm run cost -- --write\` for ${region}: the calls *counted* on the local cloud, times a price table with a date. For your own numbers: \`npm run cost -- --callbacks-per-day 250000 --burst 1500\`. Not included: free tiers, taxes, support, and the targets of your rules.`,
    '',
    '"One by one" is a day on which each callback finds the queue empty, so that the consumer gets one at a time; "in bursts" is a day of imports, when its batches are full. A real day is between the two.',
    '',
    '## Sizes',
    '',
    renderSums([1_000, 10_000, 100_000, 1_000_000], counted),
    '',
    `With no callback at all: ${idle(counted)} a month.`,
    '',
    costAnswer({ callbacksPerDay: 100_000, burst: 900 }, counted),
    '',
    '## A burst of 3,000 callbacks a second: the limits',
    '',
    renderLimits(3_000, counted),
    '',
    '## What these numbers are based on',
    '',
    renderTables(counted),
  ].join('\n')}\n`;
}

function idle({ trickle, inventory }: Measured): string {
  return `$${total(computeBill(0, trickle, inventory)).toFixed(2)}`;
}
