import type { Template } from '@vibes-callbacks/local-cloud';
import { metricsOf, readInventory } from './inventory';
import type { OutcomesInventory } from './types';

/** What the template has with the setting, besides what it has without. */
export function outcomesInventory(template: Template, without: Template): OutcomesInventory {
  const added = Object.entries(template.Resources).filter(([id]) => !(id in without.Resources));
  const properties = (type: string) =>
    added.filter(([, { Type }]) => Type === type).map(([, { Properties = {} }]) => Properties);
  const [service = {}] = properties('AWS::Lambda::Function');
  const [mapping = {}] = properties('AWS::Lambda::EventSourceMapping');
  const { archiveDays, logDays } = readInventory(without);
  return {
    alarmMetrics: properties('AWS::CloudWatch::Alarm').reduce((sum, alarm) => sum + metricsOf(alarm), 0),
    memoryMb: Number(service.MemorySize),
    batchSize: Number(mapping.BatchSize),
    concurrency: Number(Object(mapping.ScalingConfig).MaximumConcurrency),
    archiveDays,
    logDays,
  };
}
