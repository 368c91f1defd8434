import { createHmac } from 'node:crypto';
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { until } from '../../../../test/support/until';
import { sampleRequest } from '../../src/commands/send/sample-request';
import { clientOptions } from '../support/ops-cloud';
import { rehearse } from '../support/rehearsal';

jest.setTimeout(180_000);

const rehearsal = rehearse({ more: () => ['--rbm-secret', 'the one before'] });

it('RbmUnverified: Vibes signs with a new secret, which is put; what was kept meanwhile is published once', async () => {
  const cloud = rehearsal();
  const { body, headers } = sampleRequest('rbm-user-message-text.json');
  const signature = createHmac('sha512', 'the new one').update(body).digest('base64');
  const post = () => cloud.post('RbmUrl', body, { ...headers, 'x-vibes-signature': signature });
  await until(async () => (await post()).status === 200);
  await cloud.fires('RbmUnverified');
  const found = await cloud.ops('status');
  expect([found.code, found.json.verdict]).toEqual([1, 'look']);
  expect(found.err).toContain('RUNBOOK.md#rbmunverified');
  const reason = ['--reason', 'rbm-unverified'] as const;
  const { callbacks } = (await cloud.ops('unrecognized', 'list', ...reason)).json;
  expect(callbacks).toMatchObject([{ route: '/rbm', reprocessedAt: null }]);
  expect((await cloud.ops('unrecognized', 'show', callbacks[0].eventId)).code).toBe(0);

  const secrets = new SecretsManagerClient(clientOptions(cloud.dataDir));
  const SecretString = JSON.stringify({ secret: 'the new one' });
  await secrets.send(new PutSecretValueCommand({ SecretId: cloud.outputs.RbmSecretArn, SecretString }));
  const sent = await cloud.ops('unrecognized', 'reprocess', ...reason, '--vouch', '--yes');
  expect([sent.code, sent.json.reprocessed]).toEqual([0, 1]);
  await cloud.drained();
  // Functions that run look at the secret again within half a minute: new ones at once.
  await cloud.control('POST', 'deploy', {});
  await until(async () => (await post()).status === 200);
  await cloud.drained();

  await cloud.ends('RbmUnverified');
  expect((await cloud.ops('unrecognized', 'list', ...reason)).json.callbacks).toMatchObject([
    { reprocessedAt: expect.any(String) },
  ]);
  await until(async () => (await cloud.ops('status')).code === 0);
  expect(cloud.publishedTypes()).toEqual(['Unrecognized Callback', 'RBM Event']);
});
