import { consumerBudget } from '../../../../lambda/consumer/budget';
import { shortTimeoutSeconds } from '../../src/conformance/scenarios/shorter-waits';

describe('the shorter timeout', () => {
  it('leaves the consumer two seconds before it has no time to begin', () => {
    expect(shortTimeoutSeconds * 1_000).toBeGreaterThanOrEqual(consumerBudget.waveMs + 2_000);
  });
});
