import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { node24 } from '../../support/node24';
import { temporaryFolder } from '../../support/temporary-folder';

const newFolder = temporaryFolder();
const script = join(__dirname, 'killed-while-moving.ts');
const run = (...words: readonly string[]) =>
  spawnSync(node24(), ['--import', 'tsx', script, ...words], { encoding: 'utf8' });

describe('the queues on disk', () => {
  it('do not lose a message that is killed on its way to the dead-letter queue', () => {
    const folder = newFolder();
    expect(run('kill', folder)).toMatchObject({ signal: 'SIGKILL', stderr: '' });
    expect(run('count', folder)).toMatchObject({ status: 0, stdout: '1' });
  });
});
