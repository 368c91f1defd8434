import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { thisProcess } from '../../../local-cloud/src/base/process-identity';
import { runOpsCommand } from '../support/run-ops';

const newFolder = temporaryFolder();

function given() {
  const directory = newFolder();
  const door = { endpoint: 'http://127.0.0.1:1', region: 'eu-west-1', accessKeyId: 'k', secretAccessKey: "s'x" };
  writeFileSync(join(directory, 'aws.json'), JSON.stringify({ ...door, process: thisProcess() }));
  writeFileSync(join(directory, 'token'), 'the-token\n');
  writeFileSync(join(directory, 'credentials.json'), JSON.stringify({ username: 'vibes', password: 'pw' }));
  return { directory };
}

it('prints what a shell evaluates', async () => {
  const { code, out } = await runOpsCommand(['env', '--local', '--data', '.'], given());
  expect([code, out]).toEqual([
    0,
    [
      'unset AWS_PROFILE AWS_SESSION_TOKEN',
      "export AWS_ENDPOINT_URL='http://127.0.0.1:1'",
      "export AWS_REGION='eu-west-1'",
      "export AWS_DEFAULT_REGION='eu-west-1'",
      "export AWS_ACCESS_KEY_ID='k'",
      "export AWS_SECRET_ACCESS_KEY='s'\\''x'",
      "export CALLBACKS_TOKEN='the-token'",
      "export CALLBACKS_USER='vibes:pw'",
    ].join('\n'),
  ]);
});

it.each([
  ['CALLBACKS_TOKEN', 'the-token'],
  ['CALLBACKS_USER', 'vibes:pw'],
  ['AWS_ENDPOINT_URL', 'http://127.0.0.1:1'],
])('prints %s alone, for a line of curl', async (variable, value) => {
  const { code, out } = await runOpsCommand(['env', variable, '--local', '--data', '.'], given());
  expect([code, out]).toEqual([0, value]);
});

it('prints nothing of a local cloud that has ended', async () => {
  const world = given();
  const path = join(world.directory, 'aws.json');
  const door = JSON.parse(readFileSync(path, 'utf8'));
  writeFileSync(path, JSON.stringify({ ...door, process: { ...door.process, startedAt: 'earlier' } }));
  const { code, out, err } = await runOpsCommand(['env', 'CALLBACKS_TOKEN', '--local', '--data', '.'], world);
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain('No local cloud is running');
});

it('knows no other variable', async () => {
  const { code, err } = await runOpsCommand(['env', 'TOKEN', '--local', '--data', '.'], given());
  expect([code, err]).toEqual([2, expect.stringContaining('name one of AWS_ENDPOINT_URL')]);
});

it('is of the local cloud alone', async () => {
  expect(await runOpsCommand(['env'])).toMatchObject({ code: 2, out: '' });
});
