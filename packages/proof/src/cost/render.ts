import { markdownTable } from '../support/markdown-table';
import { type BillLine, computeBill, total, usd } from './bill';
import { computeLimits, type Limit } from './limits';
import { assumptionTable, priceDate, prices, quotaDate, quotas, region } from './tables';
import type { Measured, Measurement, Price } from './types';

/** The bill of a day's callbacks, both ways that they can come. */
export function renderBill(callbacksPerDay: number, measured: Measured, table = markdownTable): string {
  const trickle = computeBill(callbacksPerDay, measured.trickle, measured.inventory);
  const burst = computeBill(callbacksPerDay, measured.burst, measured.inventory);
  const lines = new Map([...burst, ...trickle].map((line) => [nameOf(line), line]));
  const names = new Set([...trickle, ...burst].map(nameOf));
  const rows = [...names].flatMap((name) => {
    const line = lines.get(name);
    return line === undefined ? [] : [billRow(line, usdOf(trickle, name), usdOf(burst, name))];
  });
  const sum = ['**all**', '', '', '', `**${usd(total(trickle))}**`, `**${usd(total(burst))}**`];
  const head = ['service', 'what', 'a month', 'price', 'one by one', 'in bursts'];
  return table(head, [...rows, sum], head.slice(2));
}

function billRow({ service, what, quantity, price }: BillLine, oneByOne: number, inBursts: number): readonly string[] {
  const unit = price.per === 1 ? price.unit : `${count(price.per)} ${price.unit}`;
  const month = `${count(quantity)} ${price.unit}`;
  return [service, what, month, `$${price.usd} / ${unit}`, usd(oneByOne), usd(inBursts)];
}

function usdOf(lines: readonly BillLine[], name: string): number {
  return lines.find((line) => nameOf(line) === name)?.usd ?? 0;
}

function nameOf({ service, what }: BillLine): string {
  return `${service} ${what}`;
}

/** Sums for several sizes, without the lines. */
export function renderSums(sizes: readonly number[], { trickle, burst, inventory }: Measured): string {
  const rows = sizes.map((perDay) => {
    const months = [trickle, burst].map((one) => total(computeBill(perDay, one, inventory)));
    return [count(perDay), ...months.map(usd), ...months.map((month) => usd((month / (perDay * 30)) * 1e6))];
  });
  const ways = ['one by one', 'in bursts'];
  const head = ['callbacks a day', ...['a month', 'a million'].flatMap((per) => ways.map((way) => `${per}, ${way}`))];
  return markdownTable(head, rows, head);
}

/** How much of each limit bursts of so many callbacks a second use, most used first. */
export function renderLimits(bursts: readonly number[], measured: Measured, table = markdownTable): string {
  const demands = bursts.map((perSecond) => computeLimits(perSecond, measured.burst, measured.inventory));
  const rows = (demands.at(-1) ?? []).map(({ what, limit, unit, then }) => {
    const asked = demands.map((limits) => demandCell(limits.find((one) => one.what === what)));
    return [what, `${count(limit)} ${unit}`, ...asked, then];
  });
  const numbers = ['limit', ...bursts.map((perSecond) => `at ${count(perSecond)}/s`)];
  return [
    table(['what', ...numbers, 'above the limit'], rows, numbers),
    ...bursts.flatMap((perSecond, index) => ['', ...verdicts(perSecond, demands[index] ?? [])]),
  ].join('\n');
}

function demandCell(limit: Limit | undefined): string {
  return limit === undefined ? '' : `${count(limit.demand)}, ${percent(limit.used)}`;
}

function verdicts(perSecond: number, limits: readonly Limit[]): string[] {
  const [first] = limits;
  if (first === undefined) return [];
  const at = `At ${count(perSecond)} a second`;
  const broken = limits.filter(({ used }) => Math.round(used * 100) > 100);
  if (broken.length === 0) return [`${at} nothing reaches its limit. Closest: ${first.what}, ${percent(first.used)}.`];
  return [`${at} these limits are reached, in this order:`, '', ...broken.map(brokenRow)];
}

function brokenRow({ what, used, remedy }: Limit, index: number): string {
  return `${index + 1}. ${what}: ${percent(used)} of the limit. ${remedy}.`;
}

/** What the numbers are based on. */
export function renderTables(measured: Measured): string {
  const assumed = Object.entries(assumptionTable).map(([name, { value, why }]) => [name, value, why]);
  const quotaRows = Object.values(quotas).map(({ value, unit, adjustable, source, sure }) => [
    ...[count(value), unit, adjustable ? 'yes' : 'no', source, sure],
  ]);
  return [
    `### Calls per callback, as counted on ${measured.date}`,
    measured.how,
    callTable(measured),
    `### Prices of ${region}, as of ${priceDate}`,
    '`confirmed`: checked that day in documentation or several dated public sources; `known`: not checked again.',
    markdownTable(['price', 'per', 'source', 'sure'], Object.values(prices).map(priceRow), ['price']),
    '### What a local run cannot count',
    markdownTable(['assumption', 'value', 'why'], assumed, ['value']),
    `### Default quotas, as of ${quotaDate}`,
    markdownTable(['quota', 'unit', 'can be raised', 'source', 'sure'], quotaRows, ['quota']),
  ].join('\n\n');
}

function priceRow({ usd: amount, per, unit, source, sure }: Price): readonly string[] {
  return [`$${amount}`, `${per === 1 ? '' : `${count(per)} `}${unit}`, source, sure];
}

function callTable({ trickle, burst }: Measured): string {
  const perCallback = (calls: number | undefined, { callbacks }: Measurement) => ((calls ?? 0) / callbacks).toFixed(3);
  const rows = (['calls', 'mappingCalls'] as const).flatMap((source) =>
    namesOf(trickle[source], burst[source]).map(([service, action]) => [
      `${service}.${action}`,
      source === 'calls' ? 'functions' : 'event source mapping',
      ...[trickle, burst].map((one) => perCallback(one[source][service]?.[action], one)),
    ]),
  );
  const invocations = [trickle, burst].map((one) => perCallback(one.consumerInvocations, one));
  const all = [...rows, ['consumer invocation', 'event source mapping', ...invocations]];
  return markdownTable(['call', 'by', 'one by one', 'in bursts'], all, ['one by one', 'in bursts']);
}

type Counts = Measurement['calls'];

function namesOf(a: Counts, b: Counts): [string, string][] {
  const names = new Set(
    [a, b].flatMap((counts) =>
      Object.entries(counts).flatMap(([service, actions]) =>
        Object.keys(actions).map((action) => `${service} ${action}`),
      ),
    ),
  );
  return [...names].sort().map((name) => name.split(' ') as [string, string]);
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function count(quantity: number): string {
  return quantity.toLocaleString('en-US', { maximumFractionDigits: quantity < 10 ? 2 : 0 });
}
