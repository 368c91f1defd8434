import { readVersionUse, usedAt } from '../../../src/commands/credentials/version-use';
import { givenOps } from '../../support/ops-context';

const nowMs = Date.parse('2026-05-06T12:00:00Z');

/** Used so many minutes of CloudWatch ago, of which each lasts so long. */
async function useOf(minutesAgo: number, minuteMs: number) {
  const results = [{ Id: 'm0', Timestamps: [new Date(nowMs - minutesAgo * 60_000)], Values: [3] }];
  const { context, stack } = givenOps({ nowMs, answers: { GetMetricData: [{ MetricDataResults: results }] } });
  return readVersionUse({ ...context, access: { ...context.access, minuteMs } }, stack, 'version');
}

test('a password was last used when CloudWatch says', async () => {
  const use = await useOf(5, 60_000);
  expect([usedAt(use), use.lastHour, use.isInUse]).toEqual(['2026-05-06T11:55:00.000Z', 3, false]);
});

test('where a minute of CloudWatch is 2 s, five of them ago is 10 s ago', async () => {
  const use = await useOf(5, 2_000);
  expect([usedAt(use), use.lastHour, use.isInUse]).toEqual(['2026-05-06T11:59:50.000Z', 3, false]);
});

test('it is in use by minutes of CloudWatch, however long they are', async () => {
  expect((await useOf(1, 2_000)).isInUse).toBe(true);
});
