import type { AlarmStatus } from './aws/cloudwatch/alarms/running-alarms';
import { type CloudWatch, type CloudWatchOptions, openCloudWatch } from './aws/cloudwatch/cloudwatch';
import { createFunctionReporter } from './aws/cloudwatch/metrics/function-metrics';
import { createGatewayReporter } from './aws/cloudwatch/metrics/gateway-metrics';
import { ruleMetrics } from './aws/cloudwatch/metrics/rule-metrics';
import type { DataFolder } from './aws/data-folder';
import { type LogStore, openLogStore } from './aws/logs/log-store';
import { createLogsService, type LogGroup } from './aws/logs/logs-service';
import { readMetricFilters } from './aws/logs/metric-filters';
import type { AwsService } from './aws/protocols/call';
import type { QueueGauge } from './aws/sqs/queue-gauges';
import type { DeliveryOutcome } from './delivery/delivery-outcome';
import type { AsyncMetric } from './delivery/invoke-function';
import type { GatewayObservation } from './gateway/gateway';
import type { LineSource } from './lambda/functions';
import type { InvocationReport } from './lambda/invocation';
import { logGroupOf } from './lambda/logging';
import type { Stack } from './stack/read-stack';
import type { Deployment } from './template/deployment';
import { optionalText } from './template/properties';

/** What is seen of the running stack: its logs, metrics and alarms. */
export interface Observability {
  readonly services: { readonly logs: AwsService; readonly cloudwatch: AwsService };
  readonly logs: LogStore;
  /** A line that a function wrote: to its log group, and its metrics to CloudWatch. */
  hear(line: string, source: LineSource): void;
  invoked(functionName: string, report: InvocationReport): void;
  counted(functionName: string, metric: AsyncMetric): void;
  requested(observation: GatewayObservation): void;
  delivered(outcome: DeliveryOutcome): void;
  alarms(): readonly AlarmStatus[];
  /** @throws LocalCloudError for an alarm that it cannot evaluate */
  define(deployment: Deployment): void;
  start(queues: () => readonly QueueGauge[]): void;
  readonly minutes: Pick<CloudWatch, 'hold' | 'pass'>;
  clear(): void;
  stop(): void;
}

/** @throws LocalCloudError for an alarm of the template that it cannot evaluate */
export function openObservability(stack: () => Stack, folder: DataFolder, options: CloudWatchOptions): Observability {
  const { deployment } = stack();
  const store = openLogStore(folder.logs);
  const cloudwatch = openCloudWatch(deployment, folder, options);
  const reportInvocation = createFunctionReporter();
  const reportRequest = createGatewayReporter(apiNameOf(stack()), stack().api?.stageName ?? '');
  let filtered = readMetricFilters(deployment);
  return {
    services: {
      logs: createLogsService(deployment, () => logGroupsOf(stack()), store),
      cloudwatch: cloudwatch.service,
    },
    logs: store,
    hear: (message, { functionLogicalId, workerId: stream }) => {
      const group = logGroupOf(stack().deployment.resource(functionLogicalId));
      store.append(group, { timestamp: Date.now(), stream, message });
      cloudwatch.putLine(message);
      cloudwatch.put(filtered(group, message));
    },
    invoked: (name, report) => cloudwatch.put(reportInvocation(name, report)),
    counted: (FunctionName, name) =>
      cloudwatch.put([{ metric: { namespace: 'AWS/Lambda', name, dimensions: { FunctionName } }, value: 1 }]),
    // By its arrival, which functions know too: AWS does not say which minute it takes.
    requested: (observation) => cloudwatch.put(reportRequest(observation), observation.arrivedAtMs),
    delivered: (outcome) => cloudwatch.put(ruleMetrics(outcome)),
    alarms: () => cloudwatch.alarms(),
    define: (next) => {
      cloudwatch.define(next);
      filtered = readMetricFilters(next);
    },
    start: (queues) => cloudwatch.start(queues),
    minutes: cloudwatch,
    clear: () => {
      store.clear();
      cloudwatch.clear();
    },
    stop: () => cloudwatch.stop(),
  };
}

/** The template's groups, and those that Lambda makes for functions without one. */
function logGroupsOf({ deployment, functions }: Stack): readonly LogGroup[] {
  const declared = deployment.ofType('AWS::Logs::LogGroup').map(({ ref, properties }) => ({
    name: ref,
    ...(properties.RetentionInDays === undefined ? {} : { retentionDays: Number(properties.RetentionInDays) }),
  }));
  const names = new Set(declared.map(({ name }) => name));
  const made = functions.map(({ logicalId }) => logGroupOf(deployment.resource(logicalId)));
  return [...declared, ...[...new Set(made)].filter((name) => !names.has(name)).map((name) => ({ name }))];
}

function apiNameOf({ deployment }: Stack): string {
  return optionalText(deployment.ofType('AWS::ApiGateway::RestApi')[0]?.properties.Name) ?? '';
}
