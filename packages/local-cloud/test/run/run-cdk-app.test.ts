import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCdkJson, runCdkApp } from '../../src/run/run-cdk-app';
import { temporaryFolder } from '../support/temporary-folder';

const newFolder = temporaryFolder();

function folderWith(files: Readonly<Record<string, unknown>>): string {
  const folder = newFolder();
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), JSON.stringify(content));
  return folder;
}

describe('what cdk.json says', () => {
  it('is the command, and its context before that of cdk.context.json', () => {
    const folder = folderWith({
      'cdk.json': { app: 'npx app', context: { a: 1, b: 2 } },
      'cdk.context.json': { b: 'looked up', c: 3 },
    });
    expect(readCdkJson(folder)).toEqual({ command: 'npx app', context: { a: 1, b: 2, c: 3 } });
  });

  it('gives way to a command that is named', () => {
    expect(readCdkJson(folderWith({ 'cdk.json': { app: 'npx app' } }), 'other').command).toBe('other');
    expect(readCdkJson(folderWith({}), 'other')).toEqual({ command: 'other', context: {} });
  });

  it.each([
    ['there is none', {}],
    ['it names no app', { 'cdk.json': { context: {} } }],
    ['its app is not text', { 'cdk.json': { app: 7 } }],
  ])('is missed with what to do where %s', (_why, files) => {
    const folder = folderWith(files);
    expect(() => readCdkJson(folder)).toThrow(
      `There is no cdk.json with an "app" in ${folder}: start in the folder of your CDK app, or name the command with --app.`,
    );
  });
});

describe('a CDK app', () => {
  /** Runs this shell line as the app; what it wrote into `seen` of its output folder. */
  async function run(command: string, more: Partial<Parameters<typeof runCdkApp>[0]> = {}) {
    const output = newFolder();
    await runCdkApp({ command, context: { a: 1 }, directory: newFolder(), output, ...more });
    return readFileSync(join(output, 'seen'), 'utf8').trim();
  }

  it('gets the context with what is added, which wins', async () => {
    const seen = await run('printf %s "$CDK_CONTEXT_JSON" > "$CDK_OUTDIR/seen"', { more: { a: 'x', b: 'y' } });
    expect(JSON.parse(seen)).toEqual({ a: 'x', b: 'y' });
  });

  it('runs in its folder, with the Node.js of this process, without its AWS, and with or without CDK’s rules as it', async () => {
    const { CDK_VALIDATION } = process.env;
    Object.assign(process.env, { AWS_PROFILE: 'mine', CDK_DEFAULT_ACCOUNT: '123456789012', CDK_VALIDATION: 'perhaps' });
    const directory = newFolder();
    const names = ['PWD', 'AWS_PROFILE', 'CDK_DEFAULT_ACCOUNT', 'CDK_VALIDATION'];
    const values = names.map((name) => `$${name}`).join('|');
    const seen = await run(`echo "$(command -v node)|${values}" > "$CDK_OUTDIR/seen"`, { directory });
    delete process.env.AWS_PROFILE;
    delete process.env.CDK_DEFAULT_ACCOUNT;
    process.env.CDK_VALIDATION = CDK_VALIDATION;
    expect(seen).toBe(`${process.execPath}|${directory}|||perhaps`);
  });

  it('that fails is a sentence with what it said', async () => {
    await expect(run('echo "no such module" >&2; exit 3')).rejects.toThrow(
      'The stack cannot be synthesized:\nno such module',
    );
  });

  it('that cannot be found fails as well', async () => {
    await expect(run('there-is-no-such-command')).rejects.toThrow(/^The stack cannot be synthesized:\n.*not found/);
  });

  it('that stays is done when it says so, and not before it is known', async () => {
    const stays = { environment: { STAYS: 'yes' }, ready: () => Promise.resolve(), heard: () => undefined };
    await expect(
      runCdkApp({ command: 'read line', context: {}, directory: newFolder(), output: newFolder(), stays }),
    ).resolves.toBeUndefined();
  });

  it('that should stay and ends with an error is one that failed', async () => {
    const heard: string[] = [];
    const stays = { environment: {}, ready: () => new Promise<void>(() => undefined), heard: heard.push.bind(heard) };
    await expect(run('echo broken >&2; exit 1', { stays })).rejects.toThrow('broken');
    expect(heard.join('')).toBe('broken\n');
  });
});
