import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createMetricClock } from '../../../../src/aws/cloudwatch/metrics/metric-clock';
import { openMetricLog } from '../../../../src/aws/cloudwatch/metrics/metric-log';
import { createMetricStore } from '../../../../src/aws/cloudwatch/metrics/metric-store';
import { temporaryFolder } from '../../../support/temporary-folder';

const newFolder = temporaryFolder();
const metric = { namespace: 'N', name: 'Errors', dimensions: {} };
const minuteMs = 60_000;

function given(path: string, startMs: number) {
  let ms = startMs;
  const clock = createMetricClock(minuteMs, () => ms);
  const store = createMetricStore(clock);
  const log = openMetricLog(path, clock, store);
  return {
    store,
    log,
    report: (value: number) => store.put([{ metric, value }]),
    minute: () => {
      ms += minuteMs;
      log.save();
    },
    read: () => [...store.read(metric, 0, Number.POSITIVE_INFINITY)].map(([second, values]) => [second, [...values]]),
  };
}

describe('the finished minutes', () => {
  it('are there after a restart, the one under way is not', () => {
    const path = join(newFolder(), 'metrics.jsonl');
    const first = given(path, 600_000);
    first.report(2);
    first.report(2);
    first.minute();
    first.report(3);
    first.minute();
    first.report(9);
    expect(given(path, 780_000).read()).toEqual([
      [600, [[2, 2]]],
      [660, [[3, 1]]],
    ]);
  });

  it('have what came late', () => {
    const path = join(newFolder(), 'metrics.jsonl');
    const first = given(path, 600_000);
    first.report(2);
    first.minute();
    first.store.put([{ metric, value: 2 }], 600_000);
    first.minute();
    expect(given(path, 780_000).read()).toEqual([[600, [[2, 2]]]]);
  });

  it('are forgotten after three days, and with a last line that was cut off', () => {
    const path = join(newFolder(), 'metrics.jsonl');
    const first = given(path, 600_000);
    first.report(2);
    first.minute();
    appendFileSync(path, '{"key":"half');
    expect(given(path, 700_000).read()).toHaveLength(1);
    expect(given(path, 600_000 + 3 * 86_400_000 + minuteMs).read()).toEqual([]);
    expect(readFileSync(path, 'utf8')).toBe('');
  });
});
