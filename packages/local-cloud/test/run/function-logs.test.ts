import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openLogStore } from '../../src/aws/logs/log-store';
import { functionLogs } from '../../src/run/function-logs';
import { temporaryFolder } from '../support/temporary-folder';

const newFolder = temporaryFolder();

function folderWithLogs(): string {
  const folder = newFolder();
  writeFileSync(
    join(folder, 'functions.json'),
    JSON.stringify({ Answer0A1B2C3D: { logGroup: '/aws/lambda/answer' }, Silent0A1B2C3D: { logGroup: 'silent' } }),
  );
  const store = openLogStore(join(folder, 'logs'));
  store.append('/aws/lambda/answer', { timestamp: 1, stream: 'w', message: 'texted: hi' });
  store.read('/aws/lambda/answer');
  return folder;
}

test('the lines of the function that is named', () => {
  const folder = folderWithLogs();
  expect(functionLogs(folder, 'Answer')).toEqual(['texted: hi']);
  expect(functionLogs(folder, 'Silent')).toEqual([]);
});

test('a name of no function is an error that names the functions', () => {
  const folder = folderWithLogs();
  expect(() => functionLogs(folder, 'Reply')).toThrow(
    '"Reply" matches no function, or several. The functions are: Answer0A1B2C3D, Silent0A1B2C3D.',
  );
});
