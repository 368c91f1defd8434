import { until } from '../../../../test/support/until';
import { loseNotification } from '../support/lost-notification';
import { type EditableTemplate, resourcesOf } from '../support/patched-assembly';
import { moMessage, rehearse } from '../support/rehearsal';

const rehearsal = rehearse({ edit: inMinutes });

it('SweepMissing: the sweep does not run, what it would have found is queued by hand, and the next run ends the alarm', async () => {
  const cloud = rehearsal();
  await loseNotification(cloud, () => cloud.postMo(moMessage('one')));
  await cloud.fires('SweepMissing');
  const found = await cloud.ops('status');
  expect(found.code).toBe(1);
  expect(found.err).toContain('RUNBOOK.md#sweepmissing');

  expect((await cloud.ops('overflow', 'list')).json.count).toBeGreaterThan(0);
  expect((await cloud.ops('overflow', 'requeue', '--all', '--yes')).code).toBe(0);
  await cloud.drained();
  await until(async () => (await cloud.ops('overflow', 'list')).json.count === 0);
  expect(cloud.published()).toEqual(['one']);

  await cloud.control('POST', 'schedules');
  await cloud.ends('SweepMissing');
});

/** Five minutes instead of the 26 hours that the alarm looks back, and waits as a new one. */
function inMinutes(template: EditableTemplate): void {
  for (const [id, { Properties }] of resourcesOf(template, 'AWS::CloudWatch::Alarm')) {
    if (!id.includes('SweepMissing')) continue;
    const text = JSON.stringify(Properties).replaceAll('"Period":3600', '"Period":300');
    const WarmUpConfiguration = { WarmUpPeriodDurationInMinutes: 5, OnlyStartEvaluatingAfterWarmUpPeriodEnds: true };
    Object.assign(Properties, JSON.parse(text), { EvaluationPeriods: 1, WarmUpConfiguration });
  }
}
