import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCloudAssembly } from '../../src/template/cloud-assembly';
import { temporaryFolder } from '../support/temporary-folder';

const newFolder = temporaryFolder();
const stack = {
  type: 'aws:cloudformation:stack',
  properties: { templateFile: 'Stack.template.json', stackName: 'Named' },
};

describe('a cloud assembly', () => {
  it('has a template, a name, and the folder of each asset by its key in the bucket', () => {
    const folder = assemblyOf({ Stack: stack, Assets: { type: 'cdk:asset-manifest' } });
    const assembly = readCloudAssembly(folder);
    expect(assembly.stackName).toBe('Named');
    expect(assembly.template.Resources).toEqual({ One: { Type: 'AWS::SQS::Queue' } });
    expect(assembly.assetDirectory('abc.zip')).toBe(join(folder, 'asset.abc'));
  });

  it('without the asset that a function names is refused', () => {
    const assembly = readCloudAssembly(assemblyOf({ Stack: stack }));
    expect(() => assembly.assetDirectory('other.zip')).toThrow(/has no asset other\.zip/);
  });

  it.each([
    ['no stack', {}, /has 0 stacks; the local cloud runs one/],
    ['two stacks', { A: stack, B: stack }, /has 2 stacks; the local cloud runs one/],
  ])('with %s is refused', (_, artifacts, sentence) => {
    expect(() => readCloudAssembly(assemblyOf(artifacts))).toThrow(sentence);
  });

  it('that is not a folder of "cdk synth" is refused', () => {
    expect(() => readCloudAssembly(newFolder())).toThrow(/a folder that "cdk synth" wrote\?$/);
  });
});

function assemblyOf(artifacts: Record<string, unknown>): string {
  const folder = newFolder();
  const asset = { source: { path: 'asset.abc', packaging: 'zip' }, destinations: { here: { objectKey: 'abc.zip' } } };
  write(folder, 'manifest.json', { artifacts });
  write(folder, 'Stack.template.json', { Resources: { One: { Type: 'AWS::SQS::Queue' } } });
  write(folder, 'Stack.assets.json', { files: { abc: asset } });
  return folder;
}

function write(folder: string, file: string, content: unknown): void {
  writeFileSync(join(folder, file), JSON.stringify(content));
}
