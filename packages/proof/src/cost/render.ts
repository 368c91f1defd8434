import { type BillLine, computeBill, total } from './bill';
import { computeLimits, type Limit } from './limits';
import {
  type AssumptionName,
  assumptionTable,
  type PriceName,
  priceDate,
  prices,
  quotaDate,
  quotas,
  region,
} from './tables';
import type { Measured } from './types';

/** The bill of a day's callbacks, both ways that they can come. */
export function renderBill(callbacksPerDay: number, measured: Measured): string {
  const trickle = computeBill(callbacksPerDay, measured.trickle, measured.inventory);
  const burst = computeBill(callbacksPerDay, measured.burst, measured.inventory);
  const rows = trickle.map((line) => billRow(line, usdOf(burst, line)));
  const names = new Set(trickle.map(nameOf));
  const onlyInBursts = burst
    .filter((line) => !names.has(nameOf(line)))
    .map((line) => billRow({ ...line, usd: 0 }, line.usd));
  return [
    `| service | what | a month | price | one by one | in bursts |`,
    `|---|---|--:|--:|--:|--:|`,
    ...rows,
    ...onlyInBursts,
    `| **all** | | | | **${usd(total(trickle))}** | **${usd(total(burst))}** |`,
  ].join('\n');
}

function billRow({ service, what, quantity, price, usd: amount }: BillLine, inBursts: number): string {
  const unit = price.per === 1 ? price.unit : `${count(price.per)} ${price.unit}`;
  return `| ${service} | ${what} | ${count(quantity)} ${price.unit} | $${price.usd} / ${unit} | ${usd(amount)} | ${usd(inBursts)} |`;
}

function usdOf(lines: readonly BillLine[], wanted: BillLine): number {
  return lines.find((line) => nameOf(line) === nameOf(wanted))?.usd ?? 0;
}

function nameOf({ service, what }: BillLine): string {
  return `${service} ${what}`;
}

/** Sums for several sizes, without the lines. */
export function renderSums(sizes: readonly number[], measured: Measured): string {
  const rows = sizes.map((perDay) => {
    const [trickle, burst] = [measured.trickle, measured.burst].map((one) =>
      total(computeBill(perDay, one, measured.inventory)),
    );
    const perMillion = (amount = 0) => usd((amount / (perDay * 30)) * 1e6);
    return `| ${count(perDay)} | ${usd(trickle ?? 0)} | ${usd(burst ?? 0)} | ${perMillion(trickle)} | ${perMillion(burst)} |`;
  });
  return [
    '| callbacks a day | a month, one by one | a month, in bursts | a million, one by one | a million, in bursts |',
    '|--:|--:|--:|--:|--:|',
    ...rows,
  ].join('\n');
}

/** How much of each limit bursts of so many callbacks a second use, most used first. */
export function renderLimits(bursts: readonly number[], measured: Measured): string {
  const demands = bursts.map((perSecond) => computeLimits(perSecond, measured.burst, measured.inventory));
  const rows = (demands.at(-1) ?? []).map(({ what, limit, unit, then }) => {
    const asked = demands.map((limits) => demandCell(limits.find((one) => one.what === what)));
    return `| ${what} | ${count(limit)} ${unit} | ${asked.join(' | ')} | ${then} |`;
  });
  return [
    `| what | limit | ${bursts.map((perSecond) => `at ${count(perSecond)}/s`).join(' | ')} | above the limit |`,
    `|---|--:|${'--:|'.repeat(bursts.length)}---|`,
    ...rows,
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
  return [
    `### Calls per callback, as counted on ${measured.date}`,
    '',
    measured.how,
    '',
    ...callTable(measured),
    '',
    `### Prices of ${region}, as of ${priceDate}`,
    '',
    '`confirmed`: checked that day in documentation or several dated public sources; `known`: not checked again.',
    '',
    '| price | per | source | sure |',
    '|--:|---|---|---|',
    ...(Object.keys(prices) as PriceName[]).map((name) => priceRow(name)),
    '',
    '### What a local run cannot count',
    '',
    '| assumption | value | why |',
    '|---|--:|---|',
    ...(Object.keys(assumptionTable) as AssumptionName[]).map(
      (name) => `| ${name} | ${assumptionTable[name].value} | ${assumptionTable[name].why} |`,
    ),
    '',
    `### Default quotas, as of ${quotaDate}`,
    '',
    '| quota | unit | can be raised | source | sure |',
    '|--:|---|---|---|---|',
    ...Object.values(quotas).map(
      ({ value, unit, adjustable, source, sure }) =>
        `| ${count(value)} | ${unit} | ${adjustable ? 'yes' : 'no'} | ${source} | ${sure} |`,
    ),
  ].join('\n');
}

function priceRow(name: PriceName): string {
  const { usd: amount, per, unit, source, sure } = prices[name];
  return `| $${amount} | ${per === 1 ? '' : `${count(per)} `}${unit} | ${source} | ${sure} |`;
}

function callTable({ trickle, burst }: Measured): string[] {
  const perCallback = (one: Measured['trickle'], source: 'calls' | 'mappingCalls', service: string, action: string) =>
    ((one[source][service]?.[action] ?? 0) / one.callbacks).toFixed(3);
  const rows = (['calls', 'mappingCalls'] as const).flatMap((source) =>
    namesOf(trickle[source], burst[source]).map(([service, action]) => {
      const who = source === 'calls' ? 'functions' : 'event source mapping';
      return `| ${service}.${action} | ${who} | ${perCallback(trickle, source, service, action)} | ${perCallback(burst, source, service, action)} |`;
    }),
  );
  const invocations = (one: Measured['trickle']) => (one.consumerInvocations / one.callbacks).toFixed(3);
  return [
    '| call | by | one by one | in bursts |',
    '|---|---|--:|--:|',
    ...rows,
    `| consumer invocation | event source mapping | ${invocations(trickle)} | ${invocations(burst)} |`,
  ];
}

type Counts = Measured['trickle']['calls'];

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

function usd(amount: number): string {
  return `$${amount.toFixed(2)}`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function count(quantity: number): string {
  return quantity.toLocaleString('en-US', { maximumFractionDigits: quantity < 10 ? 2 : 0 });
}
