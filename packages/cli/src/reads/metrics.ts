import type { OpsContext } from '../frame/context';

export interface MetricSpec {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: 'Sum' | 'Maximum' | 'SampleCount';
}

/** One value of a period that had any. */
export interface Datapoint {
  /** Begin of the period, epoch milliseconds. */
  readonly atMs: number;
  readonly value: number;
}

export interface MetricSpan {
  readonly fromMs: number;
  readonly untilMs: number;
  /** @default 60 */
  readonly periodSeconds?: number;
}

/** A limit of GetMetricData. */
const queriesPerCall = 500;

/** The values of metrics, in the order asked for, the oldest first in each. */
export async function readMetrics(
  { clients }: OpsContext,
  metrics: readonly MetricSpec[],
  { fromMs, untilMs, periodSeconds = 60 }: MetricSpan,
): Promise<readonly (readonly Datapoint[])[]> {
  // A call without a query is refused.
  if (metrics.length === 0) return [];
  const { client, sdk } = await clients.cloudWatch();
  const queries = metrics.slice(0, queriesPerCall).map(({ namespace, name, dimensions, statistic }, index) => ({
    Id: `m${index}`,
    MetricStat: {
      Metric: {
        Namespace: namespace,
        MetricName: name,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      },
      Period: periodSeconds,
      Stat: statistic,
    },
  }));
  const found = metrics.map((): Datapoint[] => []);
  for (let token: string | undefined, page = 0; page === 0 || token !== undefined; page += 1) {
    const answer = await client.send(
      new sdk.GetMetricDataCommand({
        MetricDataQueries: queries,
        StartTime: new Date(fromMs),
        EndTime: new Date(untilMs),
        ScanBy: 'TimestampAscending',
        ...(token === undefined ? {} : { NextToken: token }),
      }),
    );
    for (const { Id = '', StatusCode = 'Complete', Timestamps = [], Values = [] } of answer.MetricDataResults ?? []) {
      // `PartialData` goes on in the next page. Anything else would be reported as nothing, which is not known.
      if (StatusCode !== 'Complete' && StatusCode !== 'PartialData') {
        throw new Error(`CloudWatch could not read ${metrics[Number(Id.slice(1))]?.name}: ${StatusCode}`);
      }
      const points = Timestamps.map((at, index) => ({ atMs: at.getTime(), value: Values[index] ?? 0 }));
      found[Number(Id.slice(1))]?.push(...points);
    }
    token = answer.NextToken;
  }
  return found.map((points) => points.sort((a, b) => a.atMs - b.atMs));
}

/**
 * The clock's time for a time of CloudWatch: in a local cloud with `--minute`, CloudWatch's minutes are shorter than the
 * clock's.
 */
export function clockTime({ access, io }: OpsContext, atMs: number): number {
  const nowMs = io.now();
  return nowMs - (nowMs - atMs) * (access.minuteMs / 60_000);
}

/** Dimension of the queue's metrics. */
export function queueNameOf(queueUrl: string): string {
  return queueUrl.slice(queueUrl.lastIndexOf('/') + 1);
}
