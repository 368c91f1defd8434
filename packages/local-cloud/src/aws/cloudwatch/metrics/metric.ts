/** A metric as CloudWatch knows it: the same name with other dimensions is another metric. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

export interface Datum {
  readonly metric: Metric;
  readonly value: number;
}

const keys = new WeakMap<Metric, string>();

/** The same for the same metric, with its dimensions in any order. */
export function metricKey(metric: Metric): string {
  const known = keys.get(metric);
  if (known !== undefined) return known;
  const { namespace, name, dimensions } = metric;
  const sorted = Object.entries(dimensions).sort(([left], [right]) => (left < right ? -1 : 1));
  const key = JSON.stringify([namespace, name, ...sorted]);
  keys.set(metric, key);
  return key;
}

/** The metrics of one thing by their names. They are made once, since some are reported with every request. */
export type MetricFamily = (name: string, value: number) => Datum;

export function metricFamily(namespace: string, dimensions: Metric['dimensions']): MetricFamily {
  const metrics = new Map<string, Metric>();
  return (name, value) => {
    const metric = metrics.get(name) ?? { namespace, name, dimensions };
    metrics.set(name, metric);
    return { metric, value };
  };
}
