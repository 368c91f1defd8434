import { parseJson } from '../../../base/parse-json';
import { asRecord, asRecords } from '../../../template/properties';
import type { Datum } from './metric';

export interface EmbeddedMetrics {
  readonly data: readonly Datum[];
  /** When the function says that it happened; undefined where it does not. */
  readonly atMs: number | undefined;
}

/**
 * The metrics in a line of a log, in CloudWatch's embedded metric format; none in any other line. A metric is reported once
 * for each set of dimensions, with one value or a list of them.
 */
export function embeddedMetrics(line: string): EmbeddedMetrics {
  if (!line.includes('"_aws"')) return { data: [], atMs: undefined };
  const entry = asRecord(parseJson(line));
  const { CloudWatchMetrics, Timestamp } = asRecord(entry._aws);
  const data = asRecords(CloudWatchMetrics).flatMap((directive) => dataOf(directive, entry));
  return { data, atMs: typeof Timestamp === 'number' ? Timestamp : undefined };
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
