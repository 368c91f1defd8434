import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { type Json, type OpsCloud, startOpsCloud } from '../../../cli/test/support/ops-cloud';
import type { OpsRun } from '../../../cli/test/support/run-ops';
import { readOptions } from '../../src/simulator/options';
import { simulate } from '../../src/simulator/simulate';
import { serveVibesApi, type VibesApi } from '../../src/vibes-api/serve-vibes-api';

const newFolder = temporaryFolder();
const other = 'http://127.0.0.1:9/crm';
let cloud: OpsCloud;
let api: VibesApi;
/** Everything that a command has printed. */
const said: string[] = [];

beforeAll(async () => {
  api = await serveVibesApi();
  process.env.VIBES_API_PASSWORD = api.password;
  cloud = await startOpsCloud(join(newFolder(), 'data'), ['--vibes-api', '--minute', '2']);
  // A diagnosis looks back one minute, and a busy machine takes longer to come to it.
  await cloud.control('POST', 'minutes', { hold: true });
});

afterAll(async () => {
  delete process.env.VIBES_API_PASSWORD;
  await api.close();
});

/** A command of an operator who has the API's credentials in the shell. */
async function ops(...words: readonly string[]): Promise<OpsRun & { readonly json: Json }> {
  const env = {
    ...{ VIBES_API_COMPANY: api.company, VIBES_API_USER: api.username, VIBES_API_PASSWORD: api.password },
  };
  const place = words[0] === 'doctor' || words[0] === 'connect' ? ['--api', api.url] : [];
  const run = await cloud.say([...words, ...place, '--json'], { env });
  said.push(run.out, run.err);
  return { ...run, json: run.out === '' ? undefined : JSON.parse(run.out) };
}

const url = () => cloud.outputs.PlatformUrl ?? '';

/** Somebody changes a registration by other means. */
async function changeFromOutside(type: string, to: string): Promise<void> {
  const { id } = api.registrations().find((one) => one.type === type) ?? { id: '' };
  const response = await fetch(`${api.url}/companies/${api.company}/config/callbacks/${id}`, {
    method: 'PUT',
    headers: {
      authorization: `Basic ${btoa(`${api.username}:${api.password}`)}`,
      'content-type': 'application/json',
      'x-api-version': '1',
    },
    body: JSON.stringify({ callback_type: type, destination: { url: to } }),
  });
  expect(response.status).toBe(200);
}

/** Vibes calls by a registration. */
async function happen(type: string): Promise<void> {
  const registration = api.registrations().find((one) => one.type === type);
  if (registration === undefined) throw new Error(`${type} is not registered`);
  expect(await api.happen(registration)).toMatchObject([{ outcome: 'accepted' }]);
  await cloud.drained();
}

const observer = {
  watcher: { start: () => undefined, settled: () => undefined, say: () => undefined, stop: () => undefined },
  interrupted: new AbortController().signal,
};

it('from an empty account to events, and back from what somebody else changed', async () => {
  expect(await ops('connect', 'status')).toMatchObject({
    code: 1,
    json: { ok: false, registrations: [], missing: [] },
  });

  const types = 'subscription_added:list_id=77,person_added';
  expect(await ops('connect', 'platform', '--types', types, '--yes')).toMatchObject({
    code: 0,
    json: { applied: [{ status: 'done' }, { status: 'done' }] },
  });
  expect(await ops('connect', 'platform', '--types', types, '--yes')).toMatchObject({ code: 0, json: { applied: [] } });
  expect(await ops('connect', 'status')).toMatchObject({ code: 0, json: { ok: true, withoutCountryCode: 0 } });

  const { delivery } = await simulate(readOptions(['--vibes-api', api.url, '--callbacks', '6']), 1, observer);
  expect(delivery).toMatchObject({ sent: 6, accepted: 6 });
  await cloud.drained();
  const published = cloud.events().map(({ detail }) => detail.data as Json);
  expect(published).toHaveLength(6);
  expect(published.find(({ type }) => type === 'subscription_added')).toMatchObject({
    type: 'subscription_added',
    payload: {
      subscription: {
        subscription_list: { id: '77' },
        person: { mobile_phone: { mdn: expect.stringMatching(/^\+1/) } },
      },
    },
  });

  const tested = await ops('connect', 'test', '--type', 'subscription_added', '--yes');
  expect(tested).toMatchObject({ code: 0, json: { alsoSentTo: [], arrived: true, diagnosis: null } });
  const event = cloud.events().find(({ detail }) => detail.data.eventId === tested.json.eventId);
  expect(event?.detail.metadata).toMatchObject({ id: tested.json.publishedAs, requestId: tested.json.requestId });
  expect((await ops('doctor')).json.checks.at(-1)).toMatchObject({ name: 'registrations', status: 'ok' });

  await changeFromOutside('person_added', other);
  const changed = await ops('connect', 'status');
  expect(changed).toMatchObject({ code: 1, json: { ok: false, missing: ['person_added'] } });
  expect(changed.err).toContain('connect platform --types person_added --replace');
  const check = (await ops('doctor')).json.checks.at(-1);
  expect(check).toMatchObject({ name: 'registrations', status: 'warn', detail: expect.stringContaining(other) });

  expect(await ops('connect', 'platform', '--types', types, '--replace', '--yes')).toMatchObject({ code: 0 });
  expect(await ops('connect', 'status')).toMatchObject({ code: 0, json: { ok: true } });
  expect(await ops('connect', 'test', '--type', 'person_added', '--yes')).toMatchObject({ code: 0 });
});

it('a registration of version 1 shows by the numbers that it sends', async () => {
  await changeFromOutside('person_added', url());
  await happen('person_added');
  expect(await ops('connect', 'status')).toMatchObject({ code: 1, json: { ok: false, withoutCountryCode: 1 } });
});

it('what does not arrive is never green, and has a diagnosis', async () => {
  const test = (door: VibesApi) => {
    const words = ['connect', 'test', '--type', 'person_added', '--wait', '1', '--yes', '--json', '--api', door.url];
    const env = { VIBES_API_COMPANY: door.company, VIBES_API_USER: door.username, VIBES_API_PASSWORD: door.password };
    const types = ['connect', 'platform', '--types', 'person_added', '--yes', '--api', door.url];
    return cloud.say(types, { env }).then(() => cloud.say(words, { env }));
  };
  const downed = await serveVibesApi({ rules: ['downed'] });
  const { code, out } = await test(downed);
  await downed.close();
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    arrived: false,
    afterMs: null,
    diagnosis: expect.stringContaining('It never came'),
  });
  // The gateway refuses callers from other addresses.
  const strange = { 'x-local-source-ip': '192.0.2.1' };
  expect((await cloud.post('PlatformUrl', '{}', strange)).status).toBe(403);
  const turnedAway = await serveVibesApi({ rules: ['downed'] });
  const second = JSON.parse((await test(turnedAway)).out);
  await turnedAway.close();
  expect(second).toMatchObject({ arrived: false, diagnosis: expect.stringContaining('turned away') });
});

it('npm start serves a stand-in of its own, and says how to reach it', async () => {
  const line = cloud.lines().find((one) => one.startsWith('Callback API: ')) ?? '';
  const [, at = '', company = '', user = '', password = ''] =
    /^Callback API: (\S+), company (\S+), user (\S+), password (\S+)$/.exec(line) ?? [];
  const env = { VIBES_API_PASSWORD: password };
  const door = ['--api', at, '--company', company, '--user', user];
  const types = ['connect', 'platform', '--types', 'person_added', '--yes'];
  expect(await cloud.say([...types, ...door], { env })).toMatchObject({ code: 0 });
  expect(await cloud.say(['connect', 'test', '--type', 'person_added', '--yes', ...door], { env })).toMatchObject({
    code: 0,
  });
});

it('no credential is in an output, in a log or in the data folder', async () => {
  const password = api.password;
  const basic = Buffer.from(`${api.username}:${password}`).toString('base64');
  const files = filesBelow(cloud.dataDir);
  expect(files.length).toBeGreaterThan(5);
  const everything = [...said, ...cloud.lines(), ...files.map((path) => readFileSync(path, 'latin1'))];
  for (const secret of [password, basic]) expect(everything.filter((text) => text.includes(secret))).toEqual([]);
  // What the search would find, if it were there.
  expect(everything.some((text) => text.includes(url()))).toBe(true);
});

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
