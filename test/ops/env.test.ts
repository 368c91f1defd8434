import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runOpsCommand } from '../support/run-ops';
import { temporaryFolder } from '../support/temporary-folder';

const newFolder = temporaryFolder();

it('prints what a shell evaluates', async () => {
  const directory = newFolder();
  const door = { endpoint: 'http://127.0.0.1:1', region: 'eu-west-1', accessKeyId: 'k', secretAccessKey: "s'x" };
  writeFileSync(join(directory, 'aws.json'), JSON.stringify(door));
  const { code, out } = await runOpsCommand(['env', '--local', '--data', '.'], { directory });
  expect([code, out]).toEqual([
    0,
    [
      'unset AWS_PROFILE AWS_SESSION_TOKEN',
      "export AWS_ENDPOINT_URL='http://127.0.0.1:1'",
      "export AWS_REGION='eu-west-1'",
      "export AWS_DEFAULT_REGION='eu-west-1'",
      "export AWS_ACCESS_KEY_ID='k'",
      "export AWS_SECRET_ACCESS_KEY='s'\\''x'",
    ].join('\n'),
  ]);
});

it('is of the local cloud alone', async () => {
  expect(await runOpsCommand(['env'])).toMatchObject({ code: 2, out: '' });
});
