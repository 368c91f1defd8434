import { join } from 'node:path';
import { openAlarmLog } from '../../../src/aws/cloudwatch/alarms/alarm-log';
import { RunningAlarms } from '../../../src/aws/cloudwatch/alarms/running-alarms';
import { createCloudWatchService } from '../../../src/aws/cloudwatch/cloudwatch-service';
import { createMetricClock } from '../../../src/aws/cloudwatch/metrics/metric-clock';
import { createMetricStore } from '../../../src/aws/cloudwatch/metrics/metric-store';
import { openKeptTimes } from '../../../src/aws/kept-times';
import type { AwsService } from '../../../src/aws/protocols/call';
import { deployTemplate } from '../../../src/template/deploy-template';
import { ask, needs } from '../../support/ask';
import { temporaryFolder } from '../../support/temporary-folder';
import { compositeAlarm, metricAlarm } from './alarms/definitions';

const newFolder = temporaryFolder();
export const arn = (name: string) => `arn:aws:cloudwatch:us-east-1:000000000000:alarm:${name}`;

/** Two metric alarms and a composite one, an error four minutes ago, and the service that describes them. */
export function givenAlarms() {
  let ms = 0;
  const clock = createMetricClock(60_000, () => ms);
  const store = createMetricStore(clock);
  const deployment = deployTemplate({ Resources: {} }, { endpoint: 'http://127.0.0.1:1' });
  const log = openAlarmLog(join(newFolder(), 'alarms.jsonl'), deployment);
  const alarms = new RunningAlarms({
    clock,
    store,
    log,
    starts: openKeptTimes(join(newFolder(), 'starts.json')),
    onChange: () => undefined,
  });
  alarms.define([metricAlarm(), metricAlarm({ name: 'second' }), compositeAlarm('ALARM("errors")')]);
  for (const value of [1, 0, 0, 0]) {
    if (value > 0) store.put([{ metric: { namespace: 'N', name: 'Errors', dimensions: { Scope: 's' } }, value }]);
    ms += 60_000;
    alarms.evaluate();
  }
  const service: AwsService = createCloudWatchService(deployment, { clock, store, alarms, log });
  return {
    service,
    names: async (input: object) => {
      const { MetricAlarms, CompositeAlarms } = await ask(service, 'cloudwatch', 'DescribeAlarms', { ...input });
      return [MetricAlarms, CompositeAlarms].flat().map((alarm) => (alarm as { AlarmName: string }).AlarmName);
    },
    ask: (action: string, input = {}) => ask(service, 'cloudwatch', action, input),
    needs: (action: string, input = {}) => needs(service, 'cloudwatch', action, input),
  };
}
