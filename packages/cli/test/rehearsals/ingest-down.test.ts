import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { until } from '../../../../test/support/until';
import { type EditableTemplate, patchedAssembly, resourcesOf } from '../support/patched-assembly';
import { moMessage, rehearse } from '../support/rehearsal';

jest.setTimeout(180_000);

const rehearsal = rehearse();
const newFolder = temporaryFolder();

it('IngestDown: a gateway that may not call the function answers all with 5XX, until the version before is deployed', async () => {
  const cloud = rehearsal();
  await cloud.control('POST', 'deploy', { assembly: await patchedAssembly(withoutPermissions, newFolder()) });
  expect((await cloud.postMo(moMessage('one'))).status).toBeGreaterThanOrEqual(500);
  await cloud.fires('IngestDown');
  await cloud.fires('CallbacksAtRisk');
  const found = await cloud.ops('status');
  expect([found.code, found.json.verdict]).toEqual([1, 'act']);
  expect(found.json.refused.lastHour).toEqual({ GatewayErrors: expect.any(Number) });
  expect(found.err).toContain('RUNBOOK.md#ingestdown');
  const ringing = found.json.alarms.map(({ name }: { name: string }) => name.replace('VibesCallbacks-', '')).sort();
  expect(ringing).toEqual(['CallbacksAtRisk', 'GatewayErrors', 'IngestDown']);
  expect((await cloud.ops('smoke')).json.ok).toBe(false);

  await cloud.control('POST', 'deploy', {});
  await until(async () => (await cloud.ops('smoke')).json.ok);
  await until(async () => (await cloud.postMo(moMessage('one'))).status === 200);
  await cloud.drained();

  await cloud.ends('IngestDown', 'GatewayErrors', 'CallbacksAtRisk');
  await until(async () => (await cloud.ops('status')).json.verdict !== 'act');
  expect(cloud.published().filter((id) => id === 'one')).toHaveLength(1);
});

function withoutPermissions(template: EditableTemplate): void {
  for (const [id, { Properties }] of resourcesOf(template, 'AWS::Lambda::Permission')) {
    const isOfIngest = JSON.stringify(Properties.FunctionName).includes('Ingest');
    if (isOfIngest && Properties.Principal === 'apigateway.amazonaws.com') delete template.Resources[id];
  }
}
