import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { VibesCallbacksStack } from '../../../../lib/vibes-callbacks-stack';
import { testApp } from '../../../../test/lib/synth-now';
import type { Template as LocalTemplate } from '../../../local-cloud/src/template/template';
import { computeBill, total } from '../../src/cost/bill';
import { costAnswer, costDocument, measured } from '../../src/cost/cost';
import { readInventory } from '../../src/cost/inventory';
import { prices, quotas } from '../../src/cost/tables';
import * as example from './example';

describe('docs/COST.md', () => {
  it('is what the tables and the last count give: npm run cost -- --write', () => {
    expect(readFileSync(join(__dirname, '..', '..', '..', '..', 'docs', 'COST.md'), 'utf8')).toBe(costDocument());
  });
});

describe('the README', () => {
  it('rounds what docs/COST.md has for a million a day, and for nothing at all', () => {
    const bill = computeBill(1_000_000, measured.trickle, measured.inventory);
    const perMillion = Math.round(total(bill) / 30);
    const idle = Math.round(total(computeBill(0, measured.trickle, measured.inventory)));
    const readme = readFileSync(join(__dirname, '..', '..', '..', '..', 'README.md'), 'utf8');
    expect(readme).toContain(
      `about $${perMillion} per million callbacks, of which $3.50 is API Gateway's request price`,
    );
    expect(readme).toContain(`about $${idle} a month when idle`);
  });
});

describe('what was counted', () => {
  it('is an ordinary day: each callback sent once to the queue and published once', () => {
    for (const { callbacks, calls, published, ingestInvocations } of [measured.trickle, measured.burst]) {
      expect(ingestInvocations).toBe(callbacks);
      expect(calls.sqs?.SendMessage).toBe(callbacks);
      expect(published).toBe(callbacks);
    }
  });

  it('has fuller batches in a burst', () => {
    const perCallback = (one: typeof measured.burst) => one.consumerInvocations / one.callbacks;
    expect(perCallback(measured.burst)).toBeLessThan(perCallback(measured.trickle) / 2);
  });
});

describe('the tables', () => {
  it('name for each price and quota where it is from and how sure it is', () => {
    for (const { source, sure } of [...Object.values(prices), ...Object.values(quotas)]) {
      expect(source.length).toBeGreaterThan(10);
      expect(['confirmed', 'known']).toContain(sure);
    }
  });
});

describe('costAnswer', () => {
  it('answers for the callbacks and the burst that were asked for', () => {
    const answer = costAnswer({ callbacksPerDay: 50_000, burst: 3_000 }, example.measured);
    expect(answer).toContain('## 50,000 callbacks a day: the bill');
    expect(answer).toContain(
      '| API Gateway | requests | 1,500,000 requests | $3.5 / 1,000,000 requests | $5.25 | $5.25 |',
    );
    expect(answer).toContain('1. consumer at its concurrency: 150 % of the limit. Set `consumerConcurrency` to 30.');
  });

  it('says what is closest where nothing breaks', () => {
    expect(costAnswer({ callbacksPerDay: 1_000, burst: 10 }, example.measured)).toContain(
      'At 10 a second nothing reaches its limit. Closest:',
    );
  });
});

describe('the inventory that was counted', () => {
  it('is the one of the stack: npm run cost -- --write', () => {
    const stack = new VibesCallbacksStack(testApp(), 'VibesCallbacks', {
      rbmSecret: 'create',
      alarmEmail: 'alarms@example.com',
    });
    const template = Template.fromStack(stack).toJSON() as LocalTemplate;
    expect(readInventory(template)).toEqual(measured.inventory);
  });
});
