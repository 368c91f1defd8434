import { asRecord, asRecords, isRecord } from '../../../template/properties';
import type { Datum } from './metric';

/**
 * The metrics in a line of a log, in CloudWatch's embedded metric format; none in any other line. A metric is reported once
 * for each set of dimensions, with one value or a list of them.
 */
export function embeddedMetrics(line: string): readonly Datum[] {
  if (!line.includes('"_aws"')) return [];
  const entry = parse(line);
  return asRecords(asRecord(entry._aws).CloudWatchMetrics).flatMap((directive) => dataOf(directive, entry));
}

function dataOf(directive: Record<string, unknown>, entry: Record<string, unknown>): readonly Datum[] {
  const namespace = String(directive.Namespace);
  const sets = Array.isArray(directive.Dimensions) ? directive.Dimensions : [[]];
  const all = sets.map((names: unknown) => {
    const keys = Array.isArray(names) ? names.map(String) : [];
    return Object.fromEntries(keys.map((key) => [key, String(entry[key])]));
  });
  return asRecords(directive.Metrics).flatMap(({ Name }) => {
    const name = String(Name);
    return [entry[name]]
      .flat()
      .filter((value) => typeof value === 'number')
      .flatMap((value) => all.map((dimensions) => ({ metric: { namespace, name, dimensions }, value })));
  });
}

function parse(line: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}
