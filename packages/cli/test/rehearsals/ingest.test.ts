import { copyFileSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { encodeEnvelope } from '../../../../lambda/shared/envelope';
import { writeSettings } from '../../../../lib/write-settings';
import { type Synthesized, synthesize } from '../../../../test/lib/synth';
import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { until } from '../../../../test/support/until';
import { envelopeOf } from '../../../proof/src/support/envelope';
import { functionLines, lastWords } from '../support/function-lines';
import { graft } from '../support/graft';
import { clientOptions } from '../support/ops-cloud';
import { type EditableTemplate, resourcesOf } from '../support/patched-assembly';
import { moMessage, type Rehearsal, rehearse } from '../support/rehearsal';
import { withTheAddress } from '../support/with-the-address';

const expecting = synthesize({ expectTraffic: { mo: '5m', receipts: '5m' } });
const rehearsal = rehearse({ edit: (template) => graft(template, withoutAlarms(expecting)) });
const newFolder = temporaryFolder();
const projectDirectory = resolve(__dirname, '..', '..', '..', '..');
const fromNewAddress = { 'x-local-source-ip': '198.51.100.7' };

it('GatewayErrors: a callback that was answered too late comes again, and is published once', async () => {
  const cloud = rehearsal();
  // Past the gateway's timeout: stored, but Vibes does not know.
  const late = { service: 'lambda', function: 'ingest', mode: 'slow', delayMs: 3000, count: 1 };
  await cloud.control('POST', 'faults', late);
  expect((await cloud.postMoOnce(moMessage('one'))).status).toBeGreaterThanOrEqual(500);
  await cloud.fires('GatewayErrors');
  const found = await cloud.ops('status');
  expect([found.code, found.json.verdict]).toEqual([1, 'act']);
  expect(found.json.refused.lastHour).toEqual({ GatewayErrors: 1 });
  expect(found.err).toContain('RUNBOOK.md#gatewayerrors');

  await until(async () => (await cloud.postMo(moMessage('one'))).status === 200);
  await until(() => cloud.published().includes('one'));
  await cloud.drained();

  await cloud.ends('GatewayErrors', 'IngestDown', 'CallbacksAtRisk');
  await until(async () => (await cloud.ops('smoke')).json.ok);
  await cloud.calm();
  expect(cloud.published().filter((id) => id === 'one')).toHaveLength(1);
});

it('IngestDown: a gateway that may not call the function answers every call 5XX, until the previous version is deployed', async () => {
  const cloud = rehearsal();
  await cloud.deployEdited(withoutPermissions);
  expect((await cloud.postMoOnce(moMessage('one'))).status).toBeGreaterThanOrEqual(500);
  await cloud.fires('IngestDown');
  await cloud.fires('CallbacksAtRisk');
  const found = await cloud.ops('status');
  expect([found.code, found.json.verdict]).toEqual([1, 'act']);
  expect(found.json.refused.lastHour).toEqual({ GatewayErrors: expect.any(Number) });
  expect(found.err).toContain('RUNBOOK.md#ingestdown');
  const ringing = found.json.alarms.map(({ name }: { name: string }) => name.replace('VibesCallbacks-', '')).sort();
  expect(ringing).toEqual(['CallbacksAtRisk', 'GatewayErrors', 'IngestDown']);
  expect((await cloud.ops('smoke')).json.ok).toBe(false);

  await cloud.deploy();
  await until(async () => (await cloud.ops('smoke')).json.ok);
  await until(async () => (await cloud.postMo(moMessage('one'))).status === 200);
  await cloud.drained();

  await cloud.ends('IngestDown', 'GatewayErrors', 'CallbacksAtRisk');
  await cloud.calm();
  expect(cloud.published().filter((id) => id === 'one')).toHaveLength(1);
});

it('IngestErrors: after a broken ingest the previous version is deployed, and Vibes’ next attempt is stored', async () => {
  const cloud = rehearsal();
  await cloud.deployEdited(withoutItsQueue);
  await until(async () => (await cloud.postMoOnce(moMessage('one'))).status >= 500);
  await cloud.fires('IngestErrors');
  await cloud.fires('CallbacksAtRisk');
  const found = await cloud.ops('status');
  expect([found.code, found.json.verdict]).toEqual([1, 'act']);
  expect(found.json.refused.lastHour.IngestErrors).toBeGreaterThan(0);
  expect(found.err).toContain('RUNBOOK.md#ingesterrors');
  expect((await cloud.ops('smoke')).json.ok).toBe(false);
  const words = await functionLines(cloud, 'IngestLogGroupName', lastWords);
  expect(words.join('\n')).toContain('missing environment variables');

  await cloud.deploy();
  await until(async () => (await cloud.ops('smoke')).json.ok);
  await until(async () => (await cloud.postMo(moMessage('one'))).status === 200);
  await cloud.drained();

  await cloud.ends('IngestErrors', 'CallbacksAtRisk');
  await cloud.calm();
  expect(cloud.published().filter((id) => id === 'one')).toHaveLength(1);
});

it('IngestThrottled: Vibes gets 5XX while no concurrency is left, and its next attempt is published once', async () => {
  const cloud = rehearsal();
  await cloud.control('POST', 'faults', { service: 'lambda', function: 'ingest', mode: 'throttle' });
  expect((await cloud.postMoOnce(moMessage('one'))).status).toBeGreaterThanOrEqual(500);
  await cloud.fires('IngestThrottled');
  const found = await cloud.ops('status');
  expect([found.code, found.json.verdict]).toEqual([1, 'act']);
  expect(found.json.refused.lastHour).toEqual({ IngestThrottled: expect.any(Number) });
  expect(found.err).toContain('RUNBOOK.md#ingestthrottled');
  const doctor = await cloud.ops('doctor');
  expect(doctor.json.checks).toContainEqual(
    expect.objectContaining({
      name: 'concurrency',
      detail: expect.stringMatching(/\d+ of \d+ concurrent executions are unreserved/),
    }),
  );

  await cloud.control('DELETE', 'faults');
  await until(async () => (await cloud.postMo(moMessage('one'))).status === 200);
  await cloud.drained();

  await cloud.ends('IngestThrottled', 'CallbacksAtRisk');
  await until(async () => (await cloud.ops('smoke')).json.ok);
  await cloud.calm();
  expect(cloud.published().filter((id) => id === 'one')).toHaveLength(1);
});

it('StoreFailed: Vibes gets 503 until SQS or S3 works again, and its next attempt is published once', async () => {
  const cloud = rehearsal();
  await cloud.control('POST', 'faults', { service: 'sqs', action: 'SendMessage', mode: 'error' });
  await cloud.control('POST', 'faults', { service: 's3', action: 'PutObject', mode: 'error' });
  await until(async () => (await cloud.postMoOnce(moMessage('one'))).status === 503);
  await cloud.fires('StoreFailed');
  await cloud.fires('CallbacksAtRisk');
  const found = await cloud.ops('status');
  expect([found.code, found.json.verdict]).toEqual([1, 'act']);
  expect(Object.keys(found.json.refused.causes)).toContainEqual(expect.stringMatching(/^StoreFailed: \w/));
  expect(found.err).toContain('RUNBOOK.md#storefailed');
  expect((await cloud.ops('smoke')).json.ok).toBe(false);

  await cloud.control('DELETE', 'faults');
  await until(async () => (await cloud.ops('smoke')).json.ok);
  await until(async () => (await cloud.postMo(moMessage('one'))).status === 200);
  await cloud.drained();

  await cloud.ends('StoreFailed', 'CallbacksAtRisk');
  await cloud.calm();
  expect(cloud.published().filter((id) => id === 'one')).toHaveLength(1);
});

it('CallbacksAtRisk: fires with the first alarm that is urgent, status names each, and it ends with the last', async () => {
  const cloud = rehearsal();
  const parts = { requestId: 'request-dead', path: '/sms/mo', proof: 'basic:current' } as const;
  await cloud.send('DeadLetterQueueUrl', encodeEnvelope(envelopeOf({ body: moMessage('dead'), ...parts })));
  await cloud.fires('CallbacksAtRisk');
  for (const service of ['sqs', 's3']) await cloud.control('POST', 'faults', { service, mode: 'error' });
  await until(async () => (await cloud.postMoOnce(moMessage('refused'))).status === 503);
  await cloud.fires('StoreFailed');
  const found = await cloud.ops('status');
  expect([found.code, found.json.verdict]).toEqual([1, 'act']);
  // The alarms behind CallbacksAtRisk stand for it.
  for (const part of ['deadletters', 'storefailed']) expect(found.err).toContain(`RUNBOOK.md#${part}`);

  // As their own parts say.
  await cloud.control('DELETE', 'faults');
  await until(async () => (await cloud.postMo(moMessage('refused'))).status === 200);
  await cloud.ends('StoreFailed');
  expect(cloud.isIn('ALARM', 'CallbacksAtRisk')).toBe(true);
  expect((await cloud.ops('dead', 'redrive', '--all', '--yes')).json.moved).toBe(1);
  await cloud.drained();

  await cloud.ends('CallbacksAtRisk', 'DeadLetters', 'StoreFailed');
  await cloud.calm();
  expect([...cloud.published()].sort()).toEqual(['dead', 'refused']);
});

it('MoRefused: Vibes sends no credentials until it gets them again, and its next attempt is published once', async () => {
  const cloud = rehearsal();
  const refused = await cloud.post('SmsMoUrl', moMessage('one'));
  expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, expect.stringMatching(/^Basic /)]);
  const more = await cloud.firesBy('MoRefused', async () => {
    expect((await cloud.post('SmsMoUrl', moMessage('one'))).status).toBe(401);
  });
  await cloud.fires('CallbacksAtRisk');
  const found = await cloud.ops('status');
  expect([found.code, found.json.verdict]).toEqual([1, 'act']);
  // One whose second is the last of a minute counts in the next minute, too.
  const { byGatewayOnMo: challenged } = found.json.turnedAway;
  expect(challenged).toBeGreaterThan(more);
  expect(found.err).toContain('RUNBOOK.md#morefused');
  expect(cloud.isIn('ALARM', 'MoUnauthorized')).toBe(false);
  expect(cloud.isIn('ALARM', 'CallerRefused')).toBe(false);
  expect((await cloud.ops('credentials', 'status')).json.current).toMatchObject({ lastUsedAt: null, inUse: false });

  // Vibes gets the URL, the user name and the password.
  const { url, username, password } = (await cloud.ops('credentials', 'show', '--show-content')).json;
  const authorization = `Basic ${btoa(`${username}:${password}`)}`;
  const send = () => fetch(url, { method: 'POST', body: moMessage('one'), headers: { authorization } });
  await until(async () => (await send()).status === 200);
  for (let count = 0; count < challenged; count += 1) await send();
  await cloud.drained();

  await until(async () => (await cloud.ops('credentials', 'status')).json.current.used.lastHour > 0);
  await cloud.ends('MoRefused', 'CallbacksAtRisk');
  await cloud.quiet();
  expect(cloud.published()).toEqual(['one']);
});

it('MoRefused: a client that waits for the challenge lacks the password for one message in four', async () => {
  const cloud = rehearsal();
  const password = `Basic ${btoa(`${cloud.credentials.username}:${cloud.credentials.password}`)}`;
  const send = async (method: string, headers: Record<string, string>) => {
    const answer = await fetch(cloud.outputs.SmsMoUrl ?? '', { method, body: moMessage('part'), headers });
    return answer.status;
  };
  await cloud.firesBy('MoRefused', async () => {
    // Three short codes have their password at Vibes; another has none, and is sent by PUT.
    for (let count = 0; count < 3; count += 1) {
      expect(await send('POST', {})).toBe(401);
      await until(async () => (await send('POST', { authorization: password })) === 200);
    }
    expect(await send('PUT', {})).toBe(401);
  });
  await until(async () => (await send('PUT', { authorization: password })) === 200);
  await cloud.ends('MoRefused');
  expect(cloud.isIn('ALARM', 'CallerRefused')).toBe(false);
});

it('MoRefused: only the MO route is down, and receipts are accepted', async () => {
  const cloud = rehearsal();
  await cloud.control('POST', 'faults', { service: 'lambda', function: 'challenge', mode: 'error' });
  const receipt = () => cloud.post('SmsReceiptUrl', '<mtMessageResponse/>');
  await cloud.firesBy('MoRefused', async () => {
    expect((await cloud.postMoOnce(moMessage('two'))).status).toBeGreaterThanOrEqual(500);
    for (let count = 0; count < 3; count += 1) await until(async () => (await receipt()).status === 200);
  });
  expect(cloud.isIn('ALARM', 'GatewayErrors')).toBe(true);
  await cloud.control('DELETE', 'faults');
  await until(async () => (await cloud.postMo(moMessage('two'))).status === 200);
  await cloud.drained();

  await cloud.ends('MoRefused', 'GatewayErrors', 'CallbacksAtRisk');
  expect(cloud.published().filter((id) => id === 'two')).toHaveLength(1);
});

it('GatewayErrorsPersist: the authorizer is throttled while receipts are accepted, until the alarm pages', async () => {
  const cloud = rehearsal();
  await cloud.control('POST', 'faults', { service: 'lambda', function: 'challenge', mode: 'throttle' });
  await cloud.firesBy('GatewayErrorsPersist', async () => {
    expect((await cloud.postMoOnce(moMessage('three'))).status).toBeGreaterThanOrEqual(500);
    for (let count = 0; count < 3; count += 1) {
      await until(async () => (await cloud.post('SmsReceiptUrl', '<mtMessageResponse/>')).status === 200);
    }
  });
  await cloud.fires('CallbacksAtRisk');
  // Nothing counts a call that the gateway could not hand over.
  for (const id of ['MoRefused', 'IngestDown', 'CallerRefused']) expect(cloud.isIn('ALARM', id)).toBe(false);
  expect((await cloud.ops('status')).err).toContain('RUNBOOK.md#gatewayerrors');
  await cloud.control('DELETE', 'faults');
  await until(async () => (await cloud.postMo(moMessage('three'))).status === 200);
  await cloud.drained();

  await cloud.ends('GatewayErrorsPersist', 'CallbacksAtRisk');
  expect(cloud.published().filter((id) => id === 'three')).toHaveLength(1);
});

it('CallerRefused: Vibes calls from a new address, a setting and a deployment allow it, and nothing is lost', async () => {
  const cloud = rehearsal();
  const personAdded = () => cloud.post('PlatformUrl', '{"event_id":"one","event_type":"person_added"}', fromNewAddress);
  expect((await personAdded()).status).toBe(403);
  await cloud.fires('CallerRefused');
  const found = await cloud.ops('status');
  expect([found.code, found.json.verdict]).toEqual([1, 'look']);
  expect(found.err).toContain('RUNBOOK.md#callerrefused');

  const directory = newFolder();
  mkdirSync(directory, { recursive: true });
  copyFileSync(join(projectDirectory, 'cdk.json'), join(directory, 'cdk.json'));
  const settings = join(directory, 'settings.json');
  writeSettings(settings, ['extraAddresses=198.51.100.7']);
  const addresses = async () => {
    const { out } = await cloud.say(['doctor', '--json'], { directory });
    return JSON.parse(out).checks.find(({ name }: { name: string }) => name === 'addresses');
  };
  expect(await addresses()).toMatchObject({ status: 'fail', detail: 'not allowed: 198.51.100.7/32' });
  await cloud.deployEdited(withTheAddress);
  expect(await addresses()).toMatchObject({ status: 'ok' });
  await until(async () => (await personAdded()).status === 200);
  await cloud.drained();

  await cloud.ends('CallerRefused');
  const { out } = await cloud.say(['tail', '--since', '10m', '--no-follow']);
  expect(out).toContain('Platform Event');
  await cloud.quiet();
  expect(cloud.events()).toHaveLength(1);
});

it('MostRefused: all of Vibes calls from a new address, the alarm pages, and a deployment allows it', async () => {
  const cloud = rehearsal();
  const event = (id: number) => `{"event_id":"${id}","event_type":"person_added"}`;
  const burst = () =>
    Promise.all(Array.from({ length: 20 }, (_, id) => cloud.post('PlatformUrl', event(id), fromNewAddress)));
  await cloud.firesBy('MostRefused', async () => {
    expect((await burst()).map(({ status }) => status)).toEqual(Array(20).fill(403));
  });
  await cloud.fires('CallbacksAtRisk');
  const found = await cloud.ops('status');
  expect([found.code, found.json.verdict]).toEqual([1, 'act']);
  expect(found.err).toContain('RUNBOOK.md#mostrefused');

  await cloud.deployEdited(withTheAddress);
  await until(async () => (await burst()).every(({ status }) => status === 200));
  await cloud.drained();

  await cloud.ends('MostRefused', 'CallerRefused', 'CallbacksAtRisk');
  expect(cloud.differentEvents()).toHaveLength(20);
});

it('MoUnauthorized: the password that Vibes still has is put back, and its next attempt is published once', async () => {
  const cloud = rehearsal();
  // Vibes does not know of two rotations: `pw` is neither the current nor the previous password any more.
  for (const password of ['second', 'third']) {
    expect((await cloud.ops('credentials', 'rotate', '--password', password, '--yes')).code).toBe(0);
  }
  // Running functions remember the old password for up to five minutes: new ones do not.
  await cloud.deploy();
  await until(async () => (await cloud.postMo(moMessage('one'))).status === 401);
  await cloud.fires('MoUnauthorized');
  const found = await cloud.ops('status');
  expect(found.code).toBe(1);
  expect(found.err).toContain('RUNBOOK.md#mounauthorized');
  const { current, previous } = (await cloud.ops('credentials', 'status')).json;
  expect([current.used.lastHour, previous.used.lastHour]).toEqual([0, 0]);

  const putBack = await cloud.ops('credentials', 'rotate', '--password', 'pw', '--yes');
  expect([putBack.code, putBack.json.rotated]).toEqual([0, true]);
  // Running functions read the secret again within half a minute: new ones at once.
  await cloud.deploy();
  await until(async () => (await cloud.postMo(moMessage('one'))).status === 200);
  await cloud.drained();

  await until(async () => (await cloud.ops('credentials', 'status')).json.current.used.lastHour > 0);
  await cloud.ends('MoUnauthorized', 'MoRefused');
  // The refusals still count in the last hour, but need no action any more.
  await cloud.calm();
  expect(cloud.published()).toEqual(['one']);
});

it('SecretUnreadable: the previous value is put back, and Vibes’ password is accepted throughout', async () => {
  const cloud = rehearsal();
  const secrets = new SecretsManagerClient(clientOptions(cloud.dataDir));
  const SecretId = cloud.outputs.MoSecretArn;
  await secrets.send(new PutSecretValueCommand({ SecretId, SecretString: '{"username":"vibes","password":""}' }));
  // New functions, which have not read the secret yet.
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
  await until(async () => (await cloud.ops('smoke')).json.ok);
  expect((await secretCheck(cloud)).status).toBe('ok');
  expect(cloud.published()).toContain('two');
});

it('MoSilent: fires while no message comes; neither other families nor tests end it, the next message does', async () => {
  const cloud = rehearsal();
  await cloud.deployEdited((template) => graft(template, expecting));
  await until(async () => (await cloud.postMo(moMessage('one'))).status === 200);
  await cloud.ends('MoSilent');
  await cloud.fires('MoSilent');
  await cloud.fires('CallbacksAtRisk');
  const found = await cloud.ops('status');
  expect([found.code, found.json.verdict]).toEqual([1, 'act']);
  expect(found.err).toMatch(
    /VibesCallbacks-MoSilent is in alarm: "npm run ops -- doctor --local .*", then docs\/RUNBOOK\.md#silent\./,
  );

  // The cause is not in the stack: its parts are there, and a test callback goes all the way.
  const { checks } = (await cloud.ops('doctor')).json;
  const byName = Object.fromEntries(checks.map(({ name, status }: Record<string, string>) => [name, status]));
  expect(byName).toMatchObject({ 'event sources': 'ok', addresses: 'ok', certificate: 'ok' });
  await until(async () => (await cloud.ops('smoke')).json.ok);
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

function withoutPermissions(template: EditableTemplate): void {
  for (const [id, { Properties }] of resourcesOf(template, 'AWS::Lambda::Permission')) {
    const isOfIngest = JSON.stringify(Properties.FunctionName).includes('Ingest');
    if (isOfIngest && Properties.Principal === 'apigateway.amazonaws.com') delete template.Resources[id];
  }
}

function withoutItsQueue(template: EditableTemplate): void {
  for (const [id, { Properties }] of resourcesOf(template, 'AWS::Lambda::Function')) {
    const { Variables } = (Properties.Environment ?? {}) as { readonly Variables?: Record<string, unknown> };
    if (id.includes('IngestService')) delete Variables?.QUEUE_URL;
  }
}

async function secretCheck(cloud: Rehearsal): Promise<{ readonly status: string; readonly fix: string }> {
  const { json } = await cloud.ops('doctor');
  return json.checks.find(({ name }: { name: string }) => name === 'MO secret');
}

/** Does what the line that doctor prints does. */
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

/** What must exist from the start. Its alarms come with a deployment: they would fire during other rehearsals. */
function withoutAlarms({ template, resources }: Synthesized): Synthesized {
  const others = Object.entries(resources).filter(([, { Type }]) => !Type.startsWith('AWS::CloudWatch::'));
  return { template, resources: Object.fromEntries(others) };
}
