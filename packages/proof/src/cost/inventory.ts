import type { Template, TemplateResource } from '@vibes-callbacks/local-cloud';
import type { Inventory } from './types';

type Properties = Readonly<Record<string, unknown>>;

/** Counts in a synthesized template what is paid for by its being there, and reads the settings that bound a burst. */
export function readInventory(template: Template): Inventory {
  const resources = Object.entries(template.Resources);
  const ofType = (type: string) =>
    resources.filter(([, resource]) => resource.Type === type).map(([, resource]) => propertiesOf(resource));
  const memoryOf = (name: string) =>
    numberOf(
      propertiesOf(
        one(
          resources
            .filter(([id, { Type }]) => Type === 'AWS::Lambda::Function' && id.includes(name))
            .map(([, resource]) => resource),
        ),
      ),
      'MemorySize',
    );
  const mappings = ofType('AWS::Lambda::EventSourceMapping');
  // The other one reads what failed, which does not happen on an ordinary day.
  const mapping = one(mappings.filter((one) => numberOf(one, 'BatchSize') > 1));
  const settings = listOf(one(ofType('AWS::ApiGateway::Stage')), 'MethodSettings');
  const everywhere = settings.find(({ HttpMethod }) => HttpMethod === '*') ?? {};
  return {
    alarmMetrics: ofType('AWS::CloudWatch::Alarm').reduce((sum, alarm) => sum + metricsOf(alarm), 0),
    compositeAlarms: ofType('AWS::CloudWatch::CompositeAlarm').length,
    dashboards: ofType('AWS::CloudWatch::Dashboard').length,
    failureMetrics: new Set(
      ofType('AWS::CloudWatch::Alarm')
        .filter(({ Namespace }) => Namespace === 'VibesCallbacks')
        .map(({ MetricName }) => MetricName),
    ).size,
    secrets: ofType('AWS::SecretsManager::Secret').length,
    archiveDays: numberOf(one(ofType('AWS::Events::Archive')), 'RetentionDays'),
    logDays: Math.max(...ofType('AWS::Logs::LogGroup').map((group) => numberOf(group, 'RetentionInDays'))),
    ingestMemoryMb: memoryOf('Ingest'),
    challengeMemoryMb: memoryOf('Challenge'),
    consumerMemoryMb: memoryOf('Consumer'),
    eventSourceMappings: mappings.length,
    batchSize: numberOf(mapping, 'BatchSize'),
    consumerConcurrency: numberOf(recordOf(mapping.ScalingConfig), 'MaximumConcurrency'),
    stageRate: numberOf(everywhere, 'ThrottlingRateLimit'),
    stageBurst: numberOf(everywhere, 'ThrottlingBurstLimit'),
  };
}

/** An alarm over a formula is paid for by the metrics that the formula takes. */
export function metricsOf(alarm: Properties): number {
  const metrics = listOf(alarm, 'Metrics').filter(({ MetricStat }) => MetricStat !== undefined);
  return Math.max(1, metrics.length);
}

function propertiesOf({ Properties = {} }: TemplateResource): Properties {
  return Properties;
}

function one<T>(items: readonly T[]): T {
  const [item] = items;
  if (item === undefined || items.length > 1) throw new Error(`the template has ${items.length} where one is expected`);
  return item;
}

function listOf(properties: Properties, name: string): Properties[] {
  const list = properties[name];
  return Array.isArray(list) ? list.map(recordOf) : [];
}

function recordOf(value: unknown): Properties {
  return typeof value === 'object' && value !== null ? (value as Properties) : {};
}

function numberOf(properties: Properties, name: string): number {
  const value = properties[name];
  if (typeof value !== 'number') throw new Error(`the template has no number ${name} where one is expected`);
  return value;
}
