import { Template } from 'aws-cdk-lib/assertions';
import { VibesCallbacksStack } from '../../../../lib/vibes-callbacks-stack';
import { testApp } from '../../../../test/lib/synth-now';
import type { Template as LocalTemplate } from '../../../local-cloud/src/template/template';
import { total } from '../../src/cost/bill';
import { outcomesInventory } from '../../src/cost/inventory';
import { idleOutcomesBill, outcomes, outcomesBill, outcomesCapacity } from '../../src/cost/outcomes-bill';
import type { MeasuredOutcomes, OutcomesMeasurement } from '../../src/cost/types';

/** Ten receipts of five messages, each alone in its batch. */
const trickle: OutcomesMeasurement = {
  receipts: 10,
  messages: 5,
  versions: 10,
  invocations: 10,
  readUnits: 10,
  writeUnits: 20,
  storedBytes: 5_000,
  eventBytes: 10_000,
  logBytes: 2_000,
};
const example: MeasuredOutcomes = {
  date: '2026-01-01',
  how: 'Invented.',
  trickle,
  burst: { ...trickle, invocations: 1 },
  alarmMetrics: 6,
  memoryMb: 512,
  batchSize: 10,
  concurrency: 20,
  archiveDays: 30,
  logDays: 30,
};

describe('what a million receipts cost', () => {
  it('is what was counted, times the prices', () => {
    const usd = Object.fromEntries(
      outcomesBill(trickle, example).map(({ service, what, usd }) => [`${service} ${what}`, Number(usd.toFixed(3))]),
    );
    expect(usd).toMatchObject({
      'SQS SendMessage, by the rule': 0.4,
      'SQS ReceiveMessage with messages, and deletion': 0.8,
      'Lambda requests': 0.2,
      'DynamoDB reads': 0.125,
      'DynamoDB writes': 1.25,
      // 0.5 GB for 90 days.
      'DynamoDB messages, until they are deleted': 0.375,
      'EventBridge events': 1,
      'EventBridge archive, processing': 0.1,
      'CloudWatch logs, ingestion': 0.1,
    });
  });

  it('is less in full batches', () => {
    const [alone, full] = [example.trickle, example.burst].map((one) => total(outcomesBill(one, example)));
    expect(full).toBeLessThan((alone ?? 0) - 1);
  });

  it('is at most $3.50 with what was counted, in a trickle and in bursts', () => {
    for (const counted of [outcomes.trickle, outcomes.burst]) {
      expect(total(outcomesBill(counted, outcomes))).toBeLessThanOrEqual(3.5);
    }
  });

  it('is nothing but alarms, polls and ticks where nothing comes', () => {
    expect(total(idleOutcomesBill(example))).toBeCloseTo(0.6 + 0.26 + 0.0022 + 0.0026, 3);
  });
});

describe('what was counted', () => {
  it('is of one version a receipt at most, apart from repeats', () => {
    for (const { receipts, versions, messages } of [outcomes.trickle, outcomes.burst]) {
      expect(receipts).toBeGreaterThan(messages);
      expect(versions).toBeLessThanOrEqual(receipts * 1.02);
    }
  });

  it('is of a function that takes 900 receipts a second', () => {
    expect(outcomesCapacity(outcomes)).toBeGreaterThan(900);
  });

  it('is of what the stack has: npm run cost -- --write', () => {
    const synthesized = (messageOutcomes: boolean) => {
      const stack = new VibesCallbacksStack(testApp(), 'VibesCallbacks', { messageOutcomes });
      return Template.fromStack(stack).toJSON() as LocalTemplate;
    };
    const { date, how, trickle: _, burst: __, ...inventory } = outcomes;
    expect(outcomesInventory(synthesized(true), synthesized(false))).toEqual(inventory);
  });
});
