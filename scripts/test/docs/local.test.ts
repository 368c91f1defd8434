import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { consumerBudget } from '../../../lambda/consumer/budget';
import { synthesize, theOnly } from '../../../test/lib/synth';

const page = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'LOCAL.md'), 'utf8');
const synthesized = synthesize();
const { Timeout: timeout } = theOnly(synthesized, 'AWS::Lambda::Function', 'Consumer')[1].Properties;
const queues = synthesized.template.findResources('AWS::SQS::Queue', { Properties: { VisibilityTimeout: 90 } });

describe('what LOCAL.md says of a claim with --minute', () => {
  it('is what the consumer and its queues have', () => {
    expect(page).toContain(`${timeout} s for the consumer, and ${consumerBudget.clockSkewMs / 1000} s for clocks`);
    expect(Object.keys(queues)).toHaveLength(2);
    expect(page).toContain('comes again after | 90 s');
  });

  it('names the least minute with which the visibility timeout outlasts it', () => {
    const least = Number(/With a `--minute` of (\d+) or more/.exec(page)?.[1]);
    const claimSeconds = Number(timeout) + consumerBudget.clockSkewMs / 1000;
    const comesBackAfter = (minute: number) => 90 * (minute / 60);
    expect(comesBackAfter(least)).toBeGreaterThanOrEqual(claimSeconds);
    expect(comesBackAfter(least - 1)).toBeLessThan(claimSeconds);
  });
});
