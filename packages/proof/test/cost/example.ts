import type { Inventory, Measured, Measurement } from '../../src/cost/types';

export const inventory: Inventory = {
  alarmMetrics: 18,
  compositeAlarms: 0,
  dashboards: 0,
  failureMetrics: 8,
  secrets: 1,
  archiveDays: 30,
  logDays: 30,
  ingestMemoryMb: 512,
  challengeMemoryMb: 256,
  consumerMemoryMb: 512,
  eventSourceMappings: 1,
  batchSize: 10,
  consumerConcurrency: 20,
  stageRate: 5_000,
  stageBurst: 2_500,
};

/** Ten callbacks, each alone: every call once a callback. */
export const trickle: Measurement = {
  callbacks: 10,
  perSecond: 5,
  ingestInvocations: 10,
  challengeInvocations: 4,
  consumerInvocations: 10,
  calls: {
    sqs: { SendMessage: 10 },
    dynamodb: { PutItem: 10, BatchWriteItem: 10 },
    events: { PutEvents: 10 },
    s3: { PutObject: 1 },
    secretsmanager: { GetSecretValue: 2 },
  },
  mappingCalls: { sqs: { ReceiveMessage: 12, DeleteMessageBatch: 10 } },
  published: 10,
  eventBytes: 10_000,
  bucketBytes: 5_000,
  logBytes: 4_000,
};

/** The same in one batch. */
export const burst: Measurement = {
  ...trickle,
  perSecond: null,
  consumerInvocations: 1,
  calls: { ...trickle.calls, dynamodb: { PutItem: 10, BatchWriteItem: 1 }, events: { PutEvents: 1 } },
  mappingCalls: { sqs: { ReceiveMessage: 1, DeleteMessageBatch: 1 } },
};

export const measured: Measured = { date: '2026-01-01', how: 'Invented.', trickle, burst, inventory };
