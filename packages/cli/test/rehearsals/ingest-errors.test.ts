import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { until } from '../../../../test/support/until';
import { functionLines, lastWords } from '../support/function-lines';
import { type EditableTemplate, patchedAssembly, resourcesOf } from '../support/patched-assembly';
import { moMessage, rehearse } from '../support/rehearsal';

jest.setTimeout(180_000);

const rehearsal = rehearse();
const newFolder = temporaryFolder();

it('IngestErrors: after a deployment of a broken ingest the version before is deployed, and Vibes’ next attempt stored', async () => {
  const cloud = rehearsal();
  await cloud.control('POST', 'deploy', { assembly: await patchedAssembly(withoutItsQueue, newFolder()) });
  await until(async () => (await cloud.postMo(moMessage('one'))).status >= 500);
  await cloud.fires('IngestErrors');
  await cloud.fires('CallbacksAtRisk');
  const found = await cloud.ops('status');
  expect([found.code, found.json.verdict]).toEqual([1, 'act']);
  expect(found.json.refused.lastHour.IngestErrors).toBeGreaterThan(0);
  expect(found.err).toContain('RUNBOOK.md#ingesterrors');
  expect((await cloud.ops('smoke')).json.ok).toBe(false);
  const words = await functionLines(cloud, 'IngestLogGroupName', lastWords);
  expect(words.join('\n')).toContain('missing environment variables');

  await cloud.control('POST', 'deploy', {});
  await until(async () => (await cloud.ops('smoke')).json.ok);
  await until(async () => (await cloud.postMo(moMessage('one'))).status === 200);
  await cloud.drained();

  await cloud.ends('IngestErrors', 'CallbacksAtRisk');
  await until(async () => (await cloud.ops('status')).json.verdict !== 'act');
  expect(cloud.published().filter((id) => id === 'one')).toHaveLength(1);
});

function withoutItsQueue(template: EditableTemplate): void {
  for (const [id, { Properties }] of resourcesOf(template, 'AWS::Lambda::Function')) {
    const { Variables } = (Properties.Environment ?? {}) as { readonly Variables?: Record<string, unknown> };
    if (id.includes('IngestService')) delete Variables?.QUEUE_URL;
  }
}
