import { environmentName, readSettings, settingKeys } from '../../lib/read-settings';

test('nothing set is no property at all', () => {
  expect(readSettings({}, {})).toEqual({ props: {}, mistakes: [] });
});

test('context is read with its types', () => {
  const context = { vibesRegion: 'EU', consumerConcurrency: '40', extraAddresses: '203.0.113.1, 203.0.113.2' };
  expect(readSettings(context, {}).props).toEqual({
    vibesRegion: 'EU',
    consumerConcurrency: 40,
    extraAddresses: ['203.0.113.1', '203.0.113.2'],
  });
});

test('a list may be a JSON list in cdk.json', () => {
  expect(readSettings({ extraAddresses: ['203.0.113.1'] }, {}).props.extraAddresses).toEqual(['203.0.113.1']);
});

test('the environment fills in what the context leaves out', () => {
  const environment = { CALLBACKS_VIBES_REGION: 'EU', CALLBACKS_STAGE_NAME: 'v1' };
  expect(readSettings({ stageName: 'v2' }, environment).props).toEqual({ vibesRegion: 'EU', stageName: 'v2' });
});

test('empty is absent', () => {
  expect(readSettings({ alarmEmail: '' }, { CALLBACKS_ALARM_EMAIL: '' }).props).toEqual({});
});

test('the keys of mutual TLS are read as one setting', () => {
  expect(readSettings({ domainName: 'a.example.com', clientCertificateCn: 'cn' }, {}).props.mutualTls).toEqual({
    domainName: 'a.example.com',
    clientCertificateCn: 'cn',
  });
});

test.each([
  ['true', true],
  ['false', false],
  [true, true],
  [false, false],
])('terminationProtection %j is %j', (text, value) => {
  expect(readSettings({ terminationProtection: text }, {}).props.terminationProtection).toBe(value);
});

test('what cannot be read stays, for its rule to refuse', () => {
  expect(readSettings({ terminationProtection: 'yes', mediaRetentionDays: 'ten' }, {}).props).toEqual({
    terminationProtection: 'yes',
    mediaRetentionDays: Number.NaN,
  });
});

test('a misspelt key is a mistake that lists the keys', () => {
  const { mistakes } = readSettings({ vibesRegoin: 'EU' }, {});
  expect(mistakes).toHaveLength(1);
  expect(mistakes[0]).toContain('vibesRegoin is not a setting');
  expect(mistakes[0]).toContain('vibesRegion');
});

test("CDK's own context is left alone", () => {
  const context = { '@aws-cdk/core:x': true, 'aws:cdk:bundling-stacks': [], 'cli-telemetry': false };
  expect(readSettings(context, {}).mistakes).toEqual([]);
});

test('each key has one name in the environment', () => {
  expect(environmentName('vibesRegion')).toBe('CALLBACKS_VIBES_REGION');
  expect(new Set(settingKeys.map(environmentName)).size).toBe(settingKeys.length);
});
