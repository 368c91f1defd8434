import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { inputsFingerprint } from '../../src/start/inputs-fingerprint';
import { synthesize } from '../../src/start/synthesize';

const newFolder = temporaryFolder();

describe('a cloud assembly', () => {
  it('is made by the app of cdk.json, with its context and what is added to it', async () => {
    const project = projectWith(writesItsContext);
    const directory = await synthesize({ projectDirectory: project, context: { added: 'yes' } });
    expect(JSON.parse(readFileSync(join(directory, 'context.json'), 'utf8'))).toEqual({ own: true, added: 'yes' });
  });

  it('is made once, as long as nothing changes', async () => {
    const project = projectWith(writesItsContext);
    const onStart = jest.fn();
    const first = await synthesize({ projectDirectory: project, onStart });
    expect(await synthesize({ projectDirectory: project, onStart })).toBe(first);
    expect(onStart).toHaveBeenCalledTimes(1);
  });

  it('is another one for other settings, and the first differs from a later one', async () => {
    const project = projectWith(writesItsContext);
    const onStart = jest.fn();
    const first = await synthesize({ projectDirectory: project, onStart });
    expect(await synthesize({ projectDirectory: project, context: { x: '1' }, onStart })).not.toBe(first);
    expect(onStart.mock.calls).toEqual([['first'], ['changed']]);
    expect(readdirSync(join(project, '.build', 'local'))).toHaveLength(2);
  });

  it('never is half of one: what the app says is passed on, and nothing is left behind', async () => {
    const project = projectWith(`process.stderr.write('stageName is "a b": write letters.\\n'); process.exit(1);`);
    await expect(synthesize({ projectDirectory: project })).rejects.toThrow(
      'The stack cannot be synthesized:\nstageName is "a b": write letters.',
    );
    expect(readdirSync(join(project, '.build', 'local'))).toEqual([]);
  });

  it('is the first one still after a synthesis that did not end', async () => {
    const project = projectWith(writesItsContext);
    mkdirSync(join(project, '.build', 'local', '.1-2'), { recursive: true });
    const onStart = jest.fn();
    await synthesize({ projectDirectory: project, onStart });
    expect(onStart.mock.calls).toEqual([['first']]);
  });

  it('is made again where a file was saved meanwhile, and that is a change', async () => {
    const saves = `const fs = require('fs'); if (!fs.existsSync('lib')) { fs.mkdirSync('lib'); fs.writeFileSync('lib/a.ts', ''); }`;
    const project = projectWith(saves);
    const onStart = jest.fn();
    await synthesize({ projectDirectory: project, onStart });
    expect(onStart.mock.calls).toEqual([['first'], ['changed']]);
  });

  it('has a place to go to, or a sentence says that it has none', async () => {
    const project = projectWith(writesItsContext);
    writeFileSync(join(project, '.build'), 'a file in its place');
    await expect(synthesize({ projectDirectory: project })).rejects.toThrow(
      `${join(project, '.build')} cannot be written, and what is synthesized goes there: start in a checkout that is yours.`,
    );
  });

  it('is not made from an invalid cdk.json, and the sentence names it', async () => {
    const project = projectWith(writesItsContext);
    writeFileSync(join(project, 'cdk.json'), '{ "app": ');
    await expect(synthesize({ projectDirectory: project })).rejects.toThrow(`${join(project, 'cdk.json')} is not JSON`);
  });

  it('is not made with the AWS settings of the person who runs it', async () => {
    process.env.AWS_PROFILE = 'mine';
    const project = projectWith(
      `require('fs').writeFileSync(process.env.CDK_OUTDIR + '/profile', String(process.env.AWS_PROFILE));`,
    );
    const directory = await synthesize({ projectDirectory: project });
    delete process.env.AWS_PROFILE;
    expect(readFileSync(join(directory, 'profile'), 'utf8')).toBe('undefined');
  });
});

describe('the fingerprint of the sources', () => {
  it.each(['lib/deep/file.ts', 'lambda/ingest/index.ts', 'cdk.json', 'package-lock.json'])(
    'changes with %s',
    (file) => {
      const project = projectWith('');
      const before = inputsFingerprint(project, {});
      mkdirSync(join(project, file, '..'), { recursive: true });
      writeFileSync(join(project, file), 'changed');
      expect(inputsFingerprint(project, {})).not.toBe(before);
    },
  );

  it.each(['README.md', 'test/lib/x.test.ts', 'local/x.ts'])('does not change with %s', (file) => {
    const project = projectWith('');
    const before = inputsFingerprint(project, {});
    mkdirSync(join(project, file, '..'), { recursive: true });
    writeFileSync(join(project, file), 'changed');
    expect(inputsFingerprint(project, {})).toBe(before);
  });

  it('tells a moved file from one that stayed', () => {
    const [one, other] = [projectWith(''), projectWith('')];
    mkdirSync(join(one, 'lib'));
    mkdirSync(join(other, 'lib'));
    writeFileSync(join(one, 'lib', 'a.ts'), 'x');
    writeFileSync(join(other, 'lib', 'b.ts'), 'x');
    expect(inputsFingerprint(one, {})).not.toBe(inputsFingerprint(other, {}));
  });
});

const writesItsContext = `require('fs').writeFileSync(process.env.CDK_OUTDIR + '/context.json', process.env.CDK_CONTEXT_JSON);`;

/** A project whose app is this script. */
function projectWith(app: string): string {
  const project = newFolder();
  writeFileSync(join(project, 'app.cjs'), app);
  writeFileSync(join(project, 'cdk.json'), JSON.stringify({ app: 'node app.cjs', context: { own: true } }));
  return project;
}
