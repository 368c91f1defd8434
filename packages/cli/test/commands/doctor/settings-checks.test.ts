import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { vibesOrigins } from '../../../../../lib/vibes-origins';
import { temporaryFolder } from '../../../../../test/support/temporary-folder';
import { addressesCheck, checkSettingsOption, settingsCheck } from '../../../src/commands/doctor/settings-checks';
import { givenOps } from '../../support/ops-context';

const newFolder = temporaryFolder();

/** A folder with these settings. */
function folderWith(context: Readonly<Record<string, unknown>>): string {
  const folder = newFolder();
  writeFileSync(join(folder, 'cdk.json'), JSON.stringify({ context }));
  return folder;
}

describe('the settings', () => {
  const of = (kept: object, deployed: object, Subscriptions: readonly object[] = []) => {
    const { context, stack } = givenOps({
      outputs: { AlarmTopicArn: 'arn:topic', ...deployed },
      answers: { ListSubscriptionsByTopic: [{ Subscriptions }] },
      io: { directory: folderWith({ ...kept }) },
    });
    return settingsCheck({}, false).look(context, stack);
  };

  it('are those of the folder', async () => {
    expect(await of({}, {})).toMatchObject({ status: 'ok' });
    const mail = [
      { Protocol: 'sms', Endpoint: 'x' },
      { Protocol: 'email', Endpoint: 'a@example.com' },
    ];
    expect(await of({ alarmEmail: 'a@example.com', moUserName: 'v' }, { MoUserName: 'v' }, mail)).toMatchObject({
      status: 'ok',
    });
  });

  it.each<[name: string, kept: object, deployed: object, mail: readonly object[]]>([
    ['alarmEmail', {}, {}, [{ Protocol: 'email', Endpoint: 'a@example.com' }]],
    ['rbmSecret', {}, { RbmSecretArn: 'arn' }, []],
    ['rbmSecret', { rbmSecret: 'create' }, {}, []],
    ['domainName', {}, { CustomDomainTarget: 'd' }, []],
    ['moUserName', {}, { MoUserName: 'mine' }, []],
    ['messageOutcomes', { messageOutcomes: 'true' }, {}, []],
    ['messageOutcomes', {}, { OutcomesTableName: 'outcomes' }, []],
    ['alarmEmail, rbmSecret', {}, { RbmSecretArn: 'arn' }, [{ Protocol: 'email', Endpoint: 'a@example.com' }]],
  ])('differ in %s', async (name, kept, deployed, mail) => {
    expect(await of(kept, deployed, mail)).toEqual({
      status: 'warn',
      detail: `a deployment from this folder would change: ${name}`,
      fix: 'npm run settings -- <key>=<value>; or if it was deployed with another file: "doctor --settings <file>"',
    });
  });

  describe('of a second stack', () => {
    const directory = folderWith({});
    const write = (name: string, values: object) => writeFileSync(join(directory, name), JSON.stringify(values));
    write('settings.json', { moUserName: 'first' });
    write('settings.second.json', { moUserName: 'second' });
    const ofSecond = (named: { settings?: string }, MoUserName: string, env: Readonly<Record<string, string>> = {}) => {
      const { context, stack } = givenOps({
        outputs: { AlarmTopicArn: 'arn:topic', MoUserName },
        answers: { ListSubscriptionsByTopic: [{}] },
        io: { directory, env },
      });
      return settingsCheck(named, false).look(context, stack);
    };

    it('are those of the file that is named, by the option or the environment', async () => {
      expect(await ofSecond({}, 'first')).toMatchObject({ status: 'ok' });
      expect(await ofSecond({ settings: 'settings.second.json' }, 'second')).toEqual({
        status: 'ok',
        detail: 'a deployment with settings.second.json changes none of those that can be read',
      });
      expect(await ofSecond({}, 'second', { CALLBACKS_SETTINGS: 'settings.second.json' })).toMatchObject({
        status: 'ok',
      });
      expect(await ofSecond({ settings: 'none' }, 'vibes')).toMatchObject({ status: 'ok' });
    });

    it('are those of the file that cdk.json names', async () => {
      const second = join(directory, 'settings.second.json');
      const { context, stack } = givenOps({
        outputs: { AlarmTopicArn: 'arn:topic', MoUserName: 'second' },
        answers: { ListSubscriptionsByTopic: [{}] },
        io: { directory: folderWith({ settings: second }), env: { CALLBACKS_SETTINGS: 'none' } },
      });
      expect(await settingsCheck({}, false).look(context, stack)).toMatchObject({ status: 'ok' });
    });

    it('are changed in that file', async () => {
      expect(await ofSecond({ settings: 'settings.second.json' }, 'first')).toMatchObject({
        detail: 'a deployment with settings.second.json would change: moUserName',
        fix: 'npm run settings -- --file settings.second.json <key>=<value>',
      });
    });

    it('are not known if their file cannot be read', async () => {
      writeFileSync(join(directory, 'settings.damaged.json'), '{');
      expect(await ofSecond({}, 'first', { CALLBACKS_SETTINGS: 'settings.damaged.json' })).toMatchObject({
        ...{ status: 'unknown', detail: expect.stringContaining('is not a JSON object') },
      });
    });

    it('are refused if there is no such file, or no files are used', async () => {
      const { context } = givenOps({ io: { directory } });
      const missing = { settings: 'settings.third.json' };
      await expect(checkSettingsOption(context, missing, false)).rejects.toThrow('there is no such file');
      await expect(checkSettingsOption(context, missing, true)).rejects.toThrow('settings are props');
      await checkSettingsOption(context, { settings: 'settings.second.json' }, false);
      await checkSettingsOption(context, {}, true);
    });
  });
});

test('the settings of an app of one’s own are not known here', async () => {
  const { context, stack } = givenOps({ outputs: { RbmSecretArn: 'arn' }, io: { directory: newFolder() } });
  expect(await settingsCheck({}, true).look(context, stack)).toMatchObject({ status: 'unknown' });
});

describe('the addresses', () => {
  const us = [
    '35.155.139.143',
    '52.32.61.199',
    '35.161.244.84',
    '18.205.120.48',
    '52.22.43.57',
    '18.232.9.131',
    '54.245.204.57',
    '54.148.156.236',
  ];
  const statement = (Effect: string, operator: string, ips: unknown) => ({
    Effect,
    Condition: { [operator]: { 'aws:SourceIp': ips } },
  });
  const allow = (ips: unknown) => JSON.stringify({ Statement: [statement('Allow', 'IpAddress', ips)] });
  const of = (
    policy: string | undefined,
    kept: object = {},
    { check = addressesCheck({}, false), deployed = {} } = {},
  ) => {
    const { context, stack } = givenOps({
      outputs: { RestApiId: 'api', ...deployed },
      answers: { GetRestApi: [{ policy }] },
      io: { directory: folderWith({ ...kept }) },
    });
    return check.look(context, stack);
  };

  it('are those of the settings, however the policy says it', async () => {
    const found = { status: 'ok', detail: 'all 8 of your settings are allowed' };
    expect(await of(allow(us.map((address) => `${address}/32`)))).toEqual(found);
    expect(
      await of(JSON.stringify({ Statement: [{ Effect: 'Allow' }, statement('Deny', 'NotIpAddress', us)] })),
    ).toEqual(found);
  });

  it('are read from a policy whose quotes and slashes are escaped, as API Gateway shows it', async () => {
    const policy = allow(us.map((address) => `${address}/32`));
    expect(await of(policy.replaceAll('"', '\\"').replaceAll('/', '\\/'))).toMatchObject({ status: 'ok' });
  });

  it('may be a single one', async () => {
    expect(await of(allow('35.155.139.143'))).toMatchObject({
      status: 'fail',
      detail: expect.not.stringContaining('35.155.139.143'),
    });
  });

  it('that are not allowed are named', async () => {
    expect(await of(allow(us.slice(1)))).toEqual({
      status: 'fail',
      detail: 'not allowed: 35.155.139.143/32',
      fix: 'deploy with your settings',
    });
    expect(await of(allow(us), { extraAddresses: '198.51.100.0/24' })).toMatchObject({
      detail: 'not allowed: 198.51.100.0/24',
    });
  });

  it('that a deployment would no longer allow are named', async () => {
    expect(await of(allow([...us, '203.0.113.9']))).toMatchObject({
      status: 'warn',
      detail: 'a deployment from this folder would no longer allow: 203.0.113.9/32',
    });
  });

  it('in an app of one’s own are those of the deployed region of Vibes, and may be more', async () => {
    const eu = vibesOrigins('EU');
    const inApp = { check: addressesCheck({}, true), deployed: { VibesRegion: 'EU' } };
    const found = (detail: string) => ({ status: 'ok', detail });
    expect(await of(allow(eu), {}, inApp)).toEqual(found('all 6 of Vibes are allowed'));
    expect(await of(allow([...eu, '203.0.113.9']), {}, inApp)).toEqual(found('all 6 of Vibes are allowed, and 1 more'));
    expect(await of(allow(eu.slice(1)), {}, inApp)).toMatchObject({ status: 'fail' });
  });

  it.each([
    ['no policy', undefined, 'unknown'],
    ['what is not JSON', '{', 'fail'],
    ['a policy without statements', '{}', 'fail'],
  ])('cannot be those of %s', async (_what, policy, status) => {
    expect(await of(policy)).toMatchObject({ status });
  });
});
