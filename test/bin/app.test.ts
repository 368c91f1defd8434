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

/** Runs the app as the CDK CLI does, in a home without AWS settings. */
function runApp(settings: Readonly<Record<string, string>>, context: Readonly<Record<string, unknown>> = {}) {
  const home = mkdtempSync(join(tmpdir(), 'app-'));
  homes.push(home);
  const out = join(home, 'cdk.out');
  const { status, stderr } = spawnSync(process.execPath, ['--no-warnings', '--import', 'tsx', 'bin/app.ts'], {
    cwd: root,
    encoding: 'utf8',
    env: {
      CALLBACKS_SETTINGS: 'none',
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
}, 60_000);

test('settings of the environment reach the template', () => {
  const { read } = runApp({ CALLBACKS_STAGE_NAME: 'v7' }, withoutCode);
  expect(JSON.stringify(read())).toContain('"StageName":"v7"');
}, 60_000);

test('settings of a file reach the template, after those of the command line', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'app-')), 'settings.prod.json');
  homes.push(dirname(file));
  writeFileSync(file, JSON.stringify({ stageName: 'v8', alarmEmail: 'oncall@example.com', ofAnotherVersion: 1 }));
  const context = { ...withoutCode, settings: file, stageName: 'v9' };
  const { status, read } = runApp({ CALLBACKS_ALARM_EMAIL: 'elsewhere@example.com' }, context);
  expect(status).toBe(0);
  expect(JSON.stringify(read())).toContain('"StageName":"v9"');
  expect(JSON.stringify(read())).toContain('"Endpoint":"oncall@example.com"');
}, 60_000);

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
}, 60_000);
