import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSecretStore } from '../../../src/aws/secrets/secret-store';
import { LocalCloudError } from '../../../src/base/local-cloud-error';
import { temporaryFolder } from '../../support/temporary-folder';

const newFolder = temporaryFolder();
const arn = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:mo-AbCdEf';

const fileOf = (text: string) => {
  const path = join(newFolder(), 'secrets.json');
  writeFileSync(path, text);
  return path;
};
const stagesOf = (path: string) =>
  openSecretStore(path)
    .find(arn)
    ?.versions.map(({ value, stages }) => [value, stages]);

describe('the secrets', () => {
  it('are there again after a start, by ARN and by name', () => {
    const path = join(newFolder(), 'secrets.json');
    const store = openSecretStore(path);
    store.create(arn, 'mo');
    store.put(arn, 'one', ['AWSCURRENT']);
    store.put(arn, 'two', ['AWSCURRENT']);
    expect(stagesOf(path)).toEqual([
      ['one', ['AWSPREVIOUS']],
      ['two', ['AWSCURRENT']],
    ]);
    expect(openSecretStore(path).find('mo')?.arn).toBe(arn);
  });

  it('forget a version that has lost its last stage', () => {
    const path = join(newFolder(), 'secrets.json');
    const store = openSecretStore(path);
    store.create(arn, 'mo');
    for (const value of ['one', 'two', 'three']) store.put(arn, value, ['AWSCURRENT']);
    store.removeStage(arn, 'AWSPREVIOUS');
    expect(stagesOf(path)).toEqual([['three', ['AWSCURRENT']]]);
  });
});

describe('a damaged file of secrets', () => {
  const whole = JSON.stringify([
    [arn, { arn, name: 'mo', versions: [{ id: 'v', value: 'pass-word', stages: ['AWSCURRENT'], createdAt: 1 }] }],
  ]);

  it('is none of these', () => {
    expect(stagesOf(fileOf(whole))).toEqual([['pass-word', ['AWSCURRENT']]]);
  });

  it.each([
    ['cut', whole.slice(0, whole.indexOf('-word'))],
    ['empty', ''],
    ['null', 'null'],
    ['another document', '{"password":"pass-word"}'],
    ['a secret without versions', `[["${arn}",{"arn":"${arn}","name":"pass-word"}]]`],
    ['a version without its value', whole.replace('"value":"pass-word",', '')],
  ])('is reported in a sentence that shows nothing of it, and stays as it is: %s', (_what, text) => {
    const path = fileOf(text);
    const open = () => openSecretStore(path);
    expect(open).toThrow(LocalCloudError);
    expect(open).toThrow(`${path} is damaged: put back a copy, or delete it to have new secrets generated`);
    expect(open).not.toThrow(/pass/);
    expect(readFileSync(path, 'utf8')).toBe(text);
  });
});
