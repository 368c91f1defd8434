import { Duration, Stack } from 'aws-cdk-lib';
import { MathExpression, type Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { DetailType } from '../lambda/reader/families';
import type { Alarms } from './alarms';
import { type ExpectedFamily, type ExpectTraffic, expectedFamilies, silenceMinutes } from './expect-traffic';

/** The event of each family that can be expected. */
const detailTypes = {
  mo: 'MO Message',
  receipts: 'MT Message Response',
  mms: 'MMS Message',
  mmsReceipts: 'MMS Delivery Report',
  platform: 'Platform Event',
  rbm: 'RBM Event',
} as const satisfies Readonly<Record<ExpectedFamily, DetailType>>;

export interface ExpectedTrafficProps {
  readonly alarms: Alarms;
  /** The consumer's: a line an event, which names its type. */
  readonly logGroup: ILogGroup;
  /** How long each family may be silent. */
  readonly expected: ExpectTraffic;
}

/**
 * Alarms on silence. What is counted is events, by metric filters on the log that is written anyway: an operator's test
 * and a stranger's request are none. A family costs a metric and an alarm, and the functions nothing.
 */
export class ExpectedTraffic extends Construct {
  constructor(scope: Construct, id: string, props: ExpectedTrafficProps) {
    super(scope, id);
    for (const family of expectedFamilies) {
      const longest = props.expected[family];
      if (longest !== undefined) this.expect(family, longest, props);
    }
  }

  private expect(family: ExpectedFamily, longest: string, { alarms, logGroup }: ExpectedTrafficProps): void {
    const name = family.charAt(0).toUpperCase() + family.slice(1);
    const metric = this.published(family, name, logGroup);
    const minutes = silenceMinutes(longest);
    // CloudWatch takes periods of an hour and more for up to a week, shorter ones for up to a day.
    const period = Duration.minutes(Math.min(60, minutes));
    alarms.add(`${name}Silent`, {
      heading: 'Silent',
      allOf: Math.ceil(minutes / 60),
      isMissingBad: true,
      metric: new MathExpression({
        label: `Whether no ${detailTypes[family]} was published`,
        period,
        expression: 'IF(FILL(published, 0) > 0, 0, 1)',
        usingMetrics: { published: metric },
      }),
      what: `No ${detailTypes[family]} was published for ${longest}, although expectTraffic says that they come: Vibes may have lost the URL, the password or the certificate.`,
      command: 'doctor',
      isAtRisk: true,
    });
  }

  /** Two stacks in one account must not mix: a filter's metric has no dimension of a fixed value, so the namespace tells. */
  private published(family: ExpectedFamily, name: string, logGroup: ILogGroup): Metric {
    const filter = new MetricFilter(this, name, {
      logGroup,
      filterPattern: FilterPattern.all(
        FilterPattern.stringValue('$.code', '=', 'Published'),
        FilterPattern.stringValue('$.detailType', '=', detailTypes[family]),
      ),
      metricNamespace: `VibesCallbacks/${Stack.of(this).stackName}`,
      metricName: `${name}Published`,
      metricValue: '1',
    });
    return filter.metric({ statistic: Stats.SUM });
  }
}
