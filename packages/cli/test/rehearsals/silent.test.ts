import { synthesize } from '../../../../test/lib/synth';
import { until } from '../../../../test/support/until';
import { graft } from '../support/graft';
import { moMessage, rehearse } from '../support/rehearsal';

const expecting = synthesize({ expectTraffic: { mo: '5m', receipts: '5m' } });
const rehearsal = rehearse({ edit: (template) => graft(template, expecting) });

it('MoSilent: while no message comes it fires, no other family and no test ends it, and the next message does', async () => {
  const cloud = rehearsal();
  await until(async () => (await cloud.postMo(moMessage('one'))).status === 200);
  await cloud.ends('MoSilent');
  await cloud.fires('MoSilent');
  await cloud.fires('CallbacksAtRisk');
  const found = await cloud.ops('status');
  expect([found.code, found.json.verdict]).toEqual([1, 'act']);
  expect(found.err).toMatch(
    /VibesCallbacks-MoSilent is in alarm: "npm run ops -- doctor --local .*", then docs\/RUNBOOK\.md#silent\./,
  );

  // It is not us: what should be there is there, and a callback of our own goes all the way.
  const { checks } = (await cloud.ops('doctor')).json;
  const byName = Object.fromEntries(checks.map(({ name, status }: Record<string, string>) => [name, status]));
  expect(byName).toMatchObject({ 'event sources': 'ok', addresses: 'ok', certificate: 'ok' });
  expect((await cloud.ops('smoke')).json.ok).toBe(true);
  expect(cloud.isIn('ALARM', 'MoSilent')).toBe(true);

  // Vibes has the URL again.
  const { url } = (await cloud.ops('urls')).json.find(({ family }: { family: string }) => family === 'mo');
  expect(url).toBe(cloud.outputs.SmsMoUrl);
  await until(async () => (await cloud.postMo(moMessage('two'))).status === 200);
  await cloud.ends('MoSilent');
  expect(cloud.isIn('ALARM', 'ReceiptsSilent')).toBe(true);
  const { out } = await cloud.say(['tail', '--since', '10m', '--no-follow']);
  expect(out).toContain('MO Message');
  expect(cloud.published().filter((id) => id !== undefined)).toEqual(['one', 'two']);
});
