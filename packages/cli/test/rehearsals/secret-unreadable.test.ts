import {
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { until } from '../../../../test/support/until';
import { clientOptions } from '../support/ops-cloud';
import { moMessage, type Rehearsal, rehearse } from '../support/rehearsal';

jest.setTimeout(240_000);

const rehearsal = rehearse();

it('SecretUnreadable: the value before is put back, and Vibes’ password is accepted throughout', async () => {
  const cloud = rehearsal();
  const secrets = new SecretsManagerClient(clientOptions(cloud.dataDir));
  const SecretId = cloud.outputs.MoSecretArn;
  await secrets.send(new PutSecretValueCommand({ SecretId, SecretString: '{"username":"vibes","password":""}' }));
  // Functions that have read nothing yet.
  await cloud.control('POST', 'reset');
  await until(async () => (await cloud.postMo(moMessage('one'))).status === 200);
  await cloud.fires('SecretUnreadable');
  const found = await cloud.ops('status');
  expect([found.code, found.json.verdict]).toEqual([1, 'act']);
  expect(found.err).toContain('RUNBOOK.md#secretunreadable');
  const { status, fix } = await secretCheck(cloud);
  expect(status).toBe('fail');

  const refused = await cloud.ops('credentials', 'rotate', '--user-name', 'vibes', '--yes');
  expect([refused.code, refused.json.rotated]).toEqual([1, false]);
  // A rotation would drop what Vibes sends.
  expect(refused.err).toMatch(/"npm run ops -- doctor --local .*" prints the command/);
  await putBack(secrets, fix);
  await until(async () => (await cloud.ops('credentials', 'retire', '--force', '--yes')).json.retired);
  await cloud.control('POST', 'reset');
  await until(async () => (await cloud.postMo(moMessage('two'))).status === 200);
  await cloud.drained();

  await cloud.ends('SecretUnreadable', 'CallbacksAtRisk');
  expect((await cloud.ops('smoke')).json.ok).toBe(true);
  expect((await secretCheck(cloud)).status).toBe('ok');
  expect(cloud.published()).toContain('two');
});

async function secretCheck(cloud: Rehearsal): Promise<{ readonly status: string; readonly fix: string }> {
  const { json } = await cloud.ops('doctor');
  return json.checks.find(({ name }: { name: string }) => name === 'MO secret');
}

/** As the line does that doctor prints. */
async function putBack(secrets: SecretsManagerClient, line: string): Promise<void> {
  const option = (name: string) => new RegExp(`--${name} (\\S+?)(;| |$)`).exec(line)?.[1];
  expect(line).toMatch(
    /^aws secretsmanager update-secret-version-stage .* && npm run ops -- credentials retire --force --local/,
  );
  await secrets.send(
    new UpdateSecretVersionStageCommand({
      SecretId: option('secret-id'),
      VersionStage: option('version-stage'),
      MoveToVersionId: option('move-to-version-id'),
      RemoveFromVersionId: option('remove-from-version-id'),
    }),
  );
}
