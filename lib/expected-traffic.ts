import { Duration } from 'aws-cdk-lib';
import { MathExpression, type Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type DetailType, sentRows } from '../lambda/reader/families';
import type { Alarms } from './alarms';
import { deployedName } from './deployed-name';
import { type ExpectTraffic, silenceMinutes } from './expect-traffic';

export interface ExpectedTrafficProps {
  readonly alarms: Alarms;
  /** The consumer's log group: one line per event, which names its type. */
  readonly logGroup: ILogGroup;
  /** How long each family may be silent. */
  readonly expected: ExpectTraffic;
}

interface Expected {
  readonly detailType: DetailType;
  /** What its alarm's name begins with. */
  readonly name: string;
  readonly longest: string;
}

/**
 * Alarms on silence. They count events, by metric filters on a log that is written anyway, so an operator's test or a
 * stranger's request does not count. Each family costs a metric and an alarm; the functions do nothing extra.
 */
export class ExpectedTraffic extends Construct {
  constructor(scope: Construct, id: string, props: ExpectedTrafficProps) {
    super(scope, id);
    for (const { detailType, url } of sentRows) {
      const longest = props.expected[url.expected];
      const name = url.expected.charAt(0).toUpperCase() + url.expected.slice(1);
      if (longest !== undefined) this.expect({ detailType, name, longest }, props);
    }
  }

  private expect({ detailType, name, longest }: Expected, { alarms, logGroup }: ExpectedTrafficProps): void {
    const metric = this.published(detailType, name, logGroup);
    const minutes = silenceMinutes(longest);
    // CloudWatch evaluates periods of an hour or more for up to a week, shorter ones for up to a day.
    const period = Duration.minutes(Math.min(60, minutes));
    alarms.add(`${name}Silent`, {
      heading: 'Silent',
      allOf: Math.ceil(minutes / 60),
      onSilence: true,
      metric: new MathExpression({
        label: `${detailType}, published`,
        period,
        expression: 'FILL(published, 0)',
        usingMetrics: { published: metric },
      }),
      what: `No ${detailType} was published for ${longest}, although expectTraffic expects them: the certificate may have expired, or Vibes may have lost the URL or the password.`,
      command: 'doctor',
      urgency: 'act now',
    });
  }

  /**
   * The metrics of two stacks in one account must not mix. A filter's metric cannot have a dimension with a fixed
   * value, so the namespace separates them.
   */
  private published(detailType: DetailType, name: string, logGroup: ILogGroup): Metric {
    const filter = new MetricFilter(this, name, {
      logGroup,
      filterPattern: FilterPattern.all(
        FilterPattern.stringValue('$.code', '=', 'Published'),
        FilterPattern.stringValue('$.detailType', '=', detailType),
      ),
      metricNamespace: `VibesCallbacks/${deployedName(this)}`,
      metricName: `${name}Published`,
      metricValue: '1',
    });
    return filter.metric({ statistic: Stats.SUM });
  }
}
