import { markdownTable } from '../support/markdown-table';
import { computeBill, total, usd } from './bill';
import measuredCalls from './measured-calls.json';
import { renderNextDollar } from './next-dollar';
import { outcomes, renderOutcomes } from './outcomes-bill';
import { renderBill, renderLimits, renderSums, renderTables } from './render';
import { region } from './tables';
import type { Measured, MeasuredOutcomes } from './types';

export interface CostQuestion {
  readonly callbacksPerDay: number;
  /** Callbacks a second. */
  readonly burst: number;
}

/** What was counted last: `npm run cost -- --measure` counts again. */
export const measured: Measured = measuredCalls;

/** The answer to one question, in Markdown. */
export function costAnswer(
  { callbacksPerDay, burst }: CostQuestion,
  counted: Measured = measured,
  table = markdownTable,
): string {
  return [
    `## ${count(callbacksPerDay)} callbacks a day: the bill`,
    '',
    renderBill(callbacksPerDay, counted, table),
    '',
    `## A burst of ${count(burst)} callbacks a second: the limits`,
    '',
    renderLimits([burst], counted, table),
  ].join('\n');
}

const exampleDay = 100_000;

/** docs/COST.md, whole. */
export function costDocument(counted: Measured = measured, countedOutcomes: MeasuredOutcomes = outcomes): string {
  return `${[
    '# What it costs, and what breaks first',
    '',
    '<!-- generated: npm run cost -- --write -->',
    `Generated for ${region} by \`npm run cost -- --write\`: AWS calls *counted* on the local cloud, times dated prices, without free tiers, taxes, support and the targets of your rules. For your own numbers: \`npm run cost -- --callbacks-per-day 250000 --burst 1500\`.`,
    '',
    '*One by one*: each callback finds the queue empty, so the consumer gets one at a time. *In bursts*: an import day with full batches. A real day is in between.',
    '',
    '## Sizes',
    '',
    renderSums([1_000, 10_000, 100_000, 1_000_000], counted),
    '',
    `Idle: ${idle(counted)} a month, alarms and dashboard included. Above that, at 1,000,000 callbacks a day, one by one: ${aboveIdle(counted)} a million. Log lines: ${logBytes(counted)} bytes a callback.`,
    '',
    `## ${count(exampleDay)} callbacks a day: the bill`,
    '',
    renderBill(exampleDay, counted),
    '',
    '## Bursts: the limits',
    '',
    renderLimits([900, 3_000], counted),
    '',
    '## Outcomes of messages',
    '',
    renderOutcomes(countedOutcomes),
    '',
    '## What leaving something out would save',
    '',
    renderNextDollar(counted),
    '',
    '## What these numbers are based on',
    '',
    renderTables(counted),
    '<!-- end -->',
  ].join('\n')}\n`;
}

function idle({ trickle, inventory }: Measured): string {
  return usd(total(computeBill(0, trickle, inventory)));
}

function aboveIdle({ trickle, inventory }: Measured): string {
  const perDay = 1_000_000;
  const above = total(computeBill(perDay, trickle, inventory)) - total(computeBill(0, trickle, inventory));
  return usd((above / (perDay * 30)) * 1e6);
}

function logBytes({ trickle: { logBytes: bytes, callbacks } }: Measured): string {
  return count(Math.round(bytes / callbacks));
}

function count(quantity: number): string {
  return quantity.toLocaleString('en-US');
}
