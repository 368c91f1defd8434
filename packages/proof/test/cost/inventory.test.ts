import type { Template, TemplateResource } from '../../../local-cloud/src/template/template';
import { readInventory } from '../../src/cost/inventory';

function alarm(properties: Record<string, unknown>): TemplateResource {
  return { Type: 'AWS::CloudWatch::Alarm', Properties: properties };
}

const stat = { MetricStat: { Metric: { Namespace: 'AWS/ApiGateway' } } };

const template: Template = {
  Resources: {
    One: alarm({ Namespace: 'VibesCallbacks', MetricName: 'StoreFailed' }),
    Two: alarm({ Namespace: 'AWS/SQS', MetricName: 'Age' }),
    Three: alarm({ Metrics: [{ Expression: 'a - b' }, stat, stat] }),
    AtRisk: { Type: 'AWS::CloudWatch::CompositeAlarm', Properties: {} },
    Picture: { Type: 'AWS::CloudWatch::Dashboard', Properties: {} },
    IngestFunction: { Type: 'AWS::Lambda::Function', Properties: { MemorySize: 512 } },
    ChallengeFunction: { Type: 'AWS::Lambda::Function', Properties: { MemorySize: 256 } },
    ConsumerFunction: { Type: 'AWS::Lambda::Function', Properties: { MemorySize: 1_024 } },
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { BatchSize: 10, ScalingConfig: { MaximumConcurrency: 20 } },
    },
    Retries: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { BatchSize: 1, ScalingConfig: { MaximumConcurrency: 5 } },
    },
    Stage: {
      Type: 'AWS::ApiGateway::Stage',
      Properties: {
        MethodSettings: [
          { HttpMethod: '*', ThrottlingRateLimit: 5_000, ThrottlingBurstLimit: 2_500 },
          { HttpMethod: 'POST', ThrottlingRateLimit: 10 },
        ],
      },
    },
    Archive: { Type: 'AWS::Events::Archive', Properties: { RetentionDays: 30 } },
    Logs: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 14 } },
    Secret: { Type: 'AWS::SecretsManager::Secret', Properties: {} },
  },
};

describe('readInventory', () => {
  it('counts what is paid for by its being there', () => {
    expect(readInventory(template)).toEqual({
      alarmMetrics: 4,
      compositeAlarms: 1,
      dashboards: 1,
      failureMetrics: 1,
      secrets: 1,
      archiveDays: 30,
      logDays: 14,
      ingestMemoryMb: 512,
      challengeMemoryMb: 256,
      consumerMemoryMb: 1_024,
      eventSourceMappings: 2,
      batchSize: 10,
      consumerConcurrency: 20,
      stageRate: 5_000,
      stageBurst: 2_500,
    });
  });

  it('refuses a template in which a part is missing', () => {
    const { Archive, ...rest } = template.Resources;
    expect(Archive).toBeDefined();
    expect(() => readInventory({ Resources: rest })).toThrow('0 where one is expected');
  });
});
