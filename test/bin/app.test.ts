import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(__dirname, '..', '..');
const homes: string[] = [];
afterAll(() => {
  for (const home of homes) rmSync(home, { recursive: true });
});

/** Bundles no function. */
const withoutCode = { 'aws:cdk:bundling-stacks': [] };

/** Runs the app as the CDK CLI does, in a home without AWS settings, and without CDK's rules, which `npm run synth` applies. */
function runApp(settings: Readonly<Record<string, string>>, context: Readonly<Record<string, unknown>> = {}) {
  const home = mkdtempSync(join(tmpdir(), 'app-'));
  homes.push(home);
  const out = join(home, 'cdk.out');
  const { status, stderr } = spawnSync(process.execPath, ['--no-warnings', '--import', 'tsx', 'bin/app.ts'], {
    cwd: root,
    encoding: 'utf8',
    env: {
      CALLBACKS_SETTINGS: 'none',
      CDK_VALIDATION: 'false',
      PATH: process.env.PATH,
      HOME: home,
      CDK_OUTDIR: out,
      CDK_CONTEXT_JSON: JSON.stringify(context),
      ...settings,
    },
  });
  const read = () => JSON.parse(readFileSync(join(out, 'VibesCallbacks.template.json'), 'utf8'));
  return { status, stderr, read };
}

test('the app synthesizes without an AWS account, and the same twice, down to the hashes of the bundles', () => {
  const [first, second] = [runApp({}), runApp({})];
  expect([first.status, second.status]).toEqual([0, 0]);
  expect(first.read().Outputs.SmsMoUrl).toBeDefined();
  expect(second.read()).toEqual(first.read());
});

test('settings of the command line come before those of a file, and these before those of the environment', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'app-')), 'settings.prod.json');
  homes.push(dirname(file));
  writeFileSync(file, JSON.stringify({ stageName: 'v8', alarmEmail: 'oncall@example.com', ofAnotherVersion: 1 }));
  const context = { ...withoutCode, settings: file, stageName: 'v9' };
  const environment = { CALLBACKS_ALARM_EMAIL: 'elsewhere@example.com', CALLBACKS_EXTRA_ADDRESSES: '203.0.113.9' };
  const { status, read } = runApp(environment, context);
  expect(status).toBe(0);
  const template = JSON.stringify(read());
  for (const part of ['"StageName":"v9"', '"Endpoint":"oncall@example.com"', '203.0.113.9']) {
    expect(template).toContain(part);
  }
});

test('every mistake is a sentence, with the code at the end and nothing else', () => {
  const { status, stderr } = runApp({
    CALLBACKS_VIBES_REGION: 'UK',
    CALLBACKS_ALARM_EMAIL: 'me',
    CALLBACKS_TERMINATION_PROTECTION: 'maybe',
  });
  expect(status).toBe(1);
  expect(stderr.trim().split('\n')).toEqual([
    'vibesRegion is "UK": write US, EU or both.',
    'alarmEmail is "me": write an e-mail address, as in "oncall@example.com".',
    'terminationProtection is "maybe": write true or false.',
    '[settings-invalid]',
  ]);
});
