import { join } from 'node:path';
import { asRecord, readCloudAssembly, type Template } from '@vibes-callbacks/local-cloud';
import { synthesize } from '../conformance/assembly';
import { temporaryFolder } from '../support/temporary-folder';
import type { Inventory, OutcomesInventory } from './types';

type Properties = Readonly<Record<string, unknown>>;

/** What the current stack contains, and what `messageOutcomes` adds to it, from their templates; needs no load. */
export async function stackInventories(): Promise<{
  readonly callbacks: Inventory;
  readonly outcomes: OutcomesInventory;
}> {
  const folder = temporaryFolder('vibes-cost-');
  const templateOf = async (name: string, settings: Readonly<Record<string, string>>) => {
    const assembly = join(folder.path, name);
    await synthesize(assembly, settings);
    return readCloudAssembly(assembly).template;
  };
  try {
    const without = await templateOf('without', {});
    const all = await templateOf('all', { messageOutcomes: 'true' });
    return { callbacks: readInventory(without), outcomes: outcomesInventory(all, without) };
  } finally {
    await folder.remove();
  }
}

/** Counts in a synthesized template what is paid for by its being there, and reads the settings that bound a burst. */
export function readInventory(template: Template): Inventory {
  const alarms = allOf(template, 'AWS::CloudWatch::Alarm');
  const ours = alarms.filter(({ Namespace }) => Namespace === 'VibesCallbacks');
  const memoryOf = (name: string) => numberOf(one(allOf(template, 'AWS::Lambda::Function', name)), 'MemorySize');
  const mappings = allOf(template, 'AWS::Lambda::EventSourceMapping');
  // The other one reads what failed, which does not happen on an ordinary day.
  const mapping = one(mappings.filter(({ BatchSize }) => Number(BatchSize) > 1));
  const settings = listOf(one(allOf(template, 'AWS::ApiGateway::Stage')), 'MethodSettings');
  const everywhere = settings.find(({ HttpMethod }) => HttpMethod === '*') ?? {};
  const logDays = allOf(template, 'AWS::Logs::LogGroup').map((group) => numberOf(group, 'RetentionInDays'));
  return {
    alarmMetrics: metricsOf(alarms),
    compositeAlarms: allOf(template, 'AWS::CloudWatch::CompositeAlarm').length,
    dashboards: allOf(template, 'AWS::CloudWatch::Dashboard').length,
    failureMetrics: new Set(ours.map(({ MetricName }) => MetricName)).size,
    secrets: allOf(template, 'AWS::SecretsManager::Secret').length,
    archiveDays: numberOf(one(allOf(template, 'AWS::Events::Archive')), 'RetentionDays'),
    logDays: Math.max(...logDays),
    ingestMemoryMb: memoryOf('Ingest'),
    challengeMemoryMb: memoryOf('Challenge'),
    consumerMemoryMb: memoryOf('Consumer'),
    eventSourceMappings: mappings.length,
    batchSize: numberOf(mapping, 'BatchSize'),
    consumerConcurrency: numberOf(asRecord(mapping.ScalingConfig), 'MaximumConcurrency'),
    stageRate: numberOf(everywhere, 'ThrottlingRateLimit'),
    stageBurst: numberOf(everywhere, 'ThrottlingBurstLimit'),
  };
}

/** What the template has with `messageOutcomes`, besides what it has without. */
export function outcomesInventory(template: Template, without: Template): OutcomesInventory {
  const added = Object.entries(template.Resources).filter(([id]) => !(id in without.Resources));
  const more: Template = { ...template, Resources: Object.fromEntries(added) };
  const mapping = one(allOf(more, 'AWS::Lambda::EventSourceMapping'));
  const { archiveDays, logDays } = readInventory(without);
  return {
    alarmMetrics: metricsOf(allOf(more, 'AWS::CloudWatch::Alarm')),
    memoryMb: numberOf(allOf(more, 'AWS::Lambda::Function')[0] ?? {}, 'MemorySize'),
    batchSize: numberOf(mapping, 'BatchSize'),
    concurrency: numberOf(asRecord(mapping.ScalingConfig), 'MaximumConcurrency'),
    archiveDays,
    logDays,
  };
}

/** An alarm over a formula is paid for by the metrics that the formula takes. */
function metricsOf(alarms: readonly Properties[]): number {
  const metrics = alarms.map((alarm) => listOf(alarm, 'Metrics').filter(({ MetricStat }) => MetricStat !== undefined));
  return metrics.reduce((sum, { length }) => sum + Math.max(1, length), 0);
}

/** The properties of each resource of a type with this in its logical id. */
function allOf({ Resources }: Template, type: string, part = ''): Properties[] {
  const found = Object.entries(Resources).filter(([id, { Type }]) => Type === type && id.includes(part));
  return found.map(([, { Properties = {} }]) => Properties);
}

function one<T>(items: readonly T[]): T {
  const [item] = items;
  if (item === undefined || items.length > 1) throw new Error(`the template has ${items.length} where one is expected`);
  return item;
}

function listOf(properties: Properties, name: string): Properties[] {
  const list = properties[name];
  return Array.isArray(list) ? list.map(asRecord) : [];
}

function numberOf(properties: Properties, name: string): number {
  const value = properties[name];
  if (typeof value !== 'number') throw new Error(`the template has no number ${name} where one is expected`);
  return value;
}
