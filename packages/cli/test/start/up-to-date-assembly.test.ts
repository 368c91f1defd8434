import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { upToDateAssembly } from '../../src/start/up-to-date-assembly';

const newFolder = temporaryFolder();

test('gives the right reason for a synthesis: a first start does not blame changed sources', async () => {
  const project = newFolder();
  jest.spyOn(process, 'cwd').mockReturnValue(project);
  writeFileSync(join(project, 'app.cjs'), '');
  writeFileSync(join(project, 'cdk.json'), '{ "app": "node app.cjs" }');
  const start = async () => {
    const said: string[] = [];
    await upToDateAssembly({ data: '.local' }, project, (line) => said.push(line));
    return said;
  };
  expect(await start()).toEqual([expect.stringMatching(/^Synthesizing the stack[.] /)]);
  expect(await start()).toEqual([]);
  writeFileSync(join(project, 'settings.json'), '{}');
  expect(await start()).toEqual([expect.stringMatching(/^Sources or settings changed: /)]);
});
