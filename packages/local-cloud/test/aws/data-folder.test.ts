import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDataFolder } from '../../src/aws/data-folder';
import { LocalCloudError } from '../../src/base/local-cloud-error';
import { temporaryFolder } from '../support/temporary-folder';

const newFolder = temporaryFolder();

describe('openDataFolder', () => {
  it('makes a folder that is not there, and opens it again', () => {
    const path = join(newFolder(), 'deep', 'data');
    const first = openDataFolder(path);
    writeFileSync(first.events, '');
    expect(openDataFolder(path)).toEqual(first);
  });

  it('takes an empty folder, and one in which only the command line has written', () => {
    const path = newFolder();
    for (const name of ['lock.db', 'outputs.json', 'credentials.json', 'functions.log'])
      writeFileSync(join(path, name), '');
    expect(() => openDataFolder(path)).not.toThrow();
  });

  it('does not touch a folder of something else', () => {
    const path = newFolder();
    writeFileSync(join(path, 'thesis.txt'), '');
    expect(() => openDataFolder(path)).toThrow(LocalCloudError);
    expect(readdirSync(path)).toEqual(['thesis.txt']);
  });

  it.each([
    ['of another version', '{"format":0}'],
    ['with a marker that cannot be read', '{'],
    ['with a marker that says nothing', 'null'],
  ])('refuses a folder %s', (_name, marker) => {
    const path = newFolder();
    writeFileSync(join(path, 'local-cloud.json'), marker);
    expect(() => openDataFolder(path)).toThrow(/another version.*delete it/);
  });

  it('refuses a file', () => {
    const path = join(newFolder(), 'file');
    writeFileSync(path, '');
    expect(() => openDataFolder(path)).toThrow(LocalCloudError);
    expect(() => openDataFolder(join(path, 'below'))).toThrow(LocalCloudError);
  });

  it('says what to do', () => {
    const path = newFolder();
    mkdirSync(join(path, 'other'));
    expect(() => openDataFolder(path)).toThrow(/choose another with --data/);
  });
});
