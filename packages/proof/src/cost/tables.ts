import priceTable from './prices.json';
import quotaTable from './quotas.json';
import type { Assumption, Price, Quota } from './types';

/** The dated tables, typed: `prices.json` and `quotas.json`. */
export type PriceName = keyof typeof priceTable.prices;
export type AssumptionName = keyof typeof priceTable.assumptions;
export type QuotaName = keyof typeof quotaTable.quotas;

export const priceDate = priceTable.date;
export const quotaDate = quotaTable.date;
export const region = priceTable.region;
export const prices = priceTable.prices as Readonly<Record<PriceName, Price>>;
export const quotas = quotaTable.quotas as Readonly<Record<QuotaName, Quota>>;
export const assumptionTable: Readonly<Record<AssumptionName, Assumption>> = priceTable.assumptions;

/** The assumptions' values alone. */
export const assumptions = Object.fromEntries(
  Object.entries(assumptionTable).map(([name, { value }]) => [name, value]),
) as Readonly<Record<AssumptionName, number>>;
