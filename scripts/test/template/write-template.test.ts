import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../../test/support/temporary-folder';
import { mostBytes, writeTemplate } from '../../template/write-template';

const newFolder = temporaryFolder();
const given = { bucket: `artifacts-\${AWS::Region}`, prefix: 'vibes/1.0.0', settings: 'none', environment: {} };

interface Written {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: Record<string, unknown> }>>;
}

const digests = (folder: string) =>
  readdirSync(folder).map((name) => [
    name,
    createHash('sha256')
      .update(readFileSync(join(folder, name)))
      .digest('hex'),
  ]);

describe('the written folder', () => {
  const folder = newFolder();
  const stale = `${'0'.repeat(64)}.zip`;
  let template: Written;
  let text: string;

  beforeAll(() => {
    writeFileSync(join(folder, stale), 'of the version before');
    writeFileSync(join(folder, 'notes.txt'), 'theirs');
    expect(writeTemplate({ ...given, out: folder }).files).toHaveLength(5);
    text = readFileSync(join(folder, 'template.json'), 'utf8');
    template = JSON.parse(text);
  });

  it('has the code of every function, under the key that the template names', () => {
    const functions = Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::Lambda::Function');
    expect(functions).toHaveLength(4);
    for (const { Properties } of functions) {
      const { S3Bucket, S3Key } = Object(Properties.Code);
      expect(S3Bucket).toEqual({ 'Fn::Sub': `artifacts-\${AWS::Region}` });
      const [, name = ''] = /^vibes\/1\.0\.0\/([\da-f]{64}\.zip)$/.exec(S3Key) ?? [];
      expect(readFileSync(join(folder, name)).subarray(0, 4).toString('latin1')).toBe('PK\x03\x04');
    }
  });

  it('asks for nothing of CDK', () => {
    expect(Object.keys(template).sort()).toEqual(['Description', 'Outputs', 'Resources']);
    expect(text).not.toMatch(/hnb659fds|BootstrapVersion|aws:cdk:path|aws:asset/);
  });

  it('has the name of the stack from CloudFormation, whatever it is deployed as', () => {
    const alarms = Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm');
    expect(alarms.length).toBeGreaterThan(10);
    for (const { Properties } of alarms) {
      expect(Properties.AlarmName).toMatchObject({ 'Fn::Join': ['', [{ Ref: 'AWS::StackName' }, expect.any(String)]] });
    }
    expect(text).not.toContain('"VibesCallbacks-');
    const [consumer] = Object.entries(template.Resources).filter(
      ([id, { Type }]) => Type === 'AWS::Lambda::Function' && id.includes('Consumer'),
    );
    expect(Object(consumer?.[1].Properties.Environment).Variables.METRIC_SCOPE).toEqual({ Ref: 'AWS::StackName' });
  });

  it('fits into CloudFormation', () => {
    expect(text.length).toBeLessThan(mostBytes / 2);
  });

  it('loses the code of the version before, and nothing else', () => {
    expect(existsSync(join(folder, stale))).toBe(false);
    expect(existsSync(join(folder, 'notes.txt'))).toBe(true);
  });

  it('is the same after a second run', () => {
    const before = digests(folder);
    writeTemplate({ ...given, out: folder });
    expect(digests(folder)).toEqual(before);
  });
});

test.each([
  [{ bucket: 'My_Bucket' }, '--bucket is "My_Bucket": write the name of an S3 bucket'],
  [{ prefix: '/vibes' }, '--prefix is "/vibes": write a folder of the bucket without slashes at its ends'],
  [{ settings: 'nowhere.json' }, 'settings is "nowhere.json": there is no such file'],
  [{ environment: { CALLBACKS_VIBES_REGION: 'UK' } }, 'vibesRegion is "UK": write US, EU or both.'],
])('with %j nothing is written', (wrong, sentence) => {
  const out = join(newFolder(), 'out');
  expect(() => writeTemplate({ ...given, ...wrong, out })).toThrow(sentence);
  expect(existsSync(out)).toBe(false);
});
