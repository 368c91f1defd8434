import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { thisProcess } from '../../../local-cloud/src/base/process-identity';
import { accessOf } from '../../src/reads/access';

const newFolder = temporaryFolder();
const door = { endpoint: 'http://127.0.0.1:1', region: 'eu-west-1', accessKeyId: 'k', secretAccessKey: 's' };
const running = { ...door, process: thisProcess() };

describe('the local cloud', () => {
  it('is reached by what it wrote into its folder', () => {
    const directory = newFolder();
    writeFileSync(join(directory, 'aws.json'), JSON.stringify(running));
    writeFileSync(join(directory, 'outputs.json'), JSON.stringify({ Mine: {} }));
    const { clientOptions, stackName, dataFolder } = accessOf({ local: true, data: '.' }, { directory });
    expect(clientOptions).toMatchObject({ endpoint: door.endpoint, region: 'eu-west-1' });
    expect(clientOptions.credentials).toEqual({ accessKeyId: 'k', secretAccessKey: 's' });
    expect([stackName, dataFolder]).toEqual(['Mine', '.']);
  });

  it('has minutes of CloudWatch as long as it says', () => {
    const directory = newFolder();
    const minuteOf = (content: object) => {
      writeFileSync(join(directory, 'aws.json'), JSON.stringify(content));
      return accessOf({ local: true, data: '.' }, { directory }).minuteMs;
    };
    expect([minuteOf({ ...running, minuteMs: 2000 }), minuteOf(running)]).toEqual([2000, 60_000]);
  });

  it.each([
    ['nothing', undefined],
    ['no JSON', '{'],
    ['half of it', '{"endpoint":"http://127.0.0.1:1"}'],
    ['the keys of a process that it does not name', JSON.stringify(door)],
    ['those of a process that is gone', JSON.stringify({ ...door, process: { pid: 2 ** 22 + 1, startedAt: '' } })],
    [
      'those of a process whose id another has now',
      JSON.stringify({ ...door, process: { ...thisProcess(), startedAt: 'earlier' } }),
    ],
  ])('is not running where its file has %s', (_what, text) => {
    const directory = newFolder();
    if (text !== undefined) writeFileSync(join(directory, 'aws.json'), text);
    expect(() => accessOf({ local: true, data: '.' }, { directory })).toThrow('No local cloud is running');
  });

  it('is not believed where others may write its file', () => {
    const directory = newFolder();
    const path = join(directory, 'aws.json');
    writeFileSync(path, JSON.stringify(running));
    chmodSync(path, 0o666);
    expect(() => accessOf({ local: true, data: '.' }, { directory })).toThrow('open to others');
  });
});

describe('an account', () => {
  it('is asked about VibesCallbacks, by the credentials of the shell', () => {
    expect(accessOf({}, { directory: '/' })).toEqual({
      stackName: 'VibesCallbacks',
      dataFolder: undefined,
      clientOptions: { maxAttempts: 5 },
      minuteMs: 60_000,
    });
  });

  it('takes stack, profile and Region from the command line', () => {
    const { stackName, clientOptions } = accessOf({ stack: 'S', profile: 'p', region: 'r' }, { directory: '/' });
    expect([stackName, clientOptions.profile, clientOptions.region]).toEqual(['S', 'p', 'r']);
  });
});

it.each([
  [{ data: 'x' }, /add --local/],
  [{ local: true, profile: 'p' }, /--profile and --region/],
])('%j is refused', (options, expected) => {
  expect(() => accessOf(options, { directory: '/' })).toThrow(expected);
});
