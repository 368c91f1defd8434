import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../../test/support/temporary-folder';
import { makeRelease, ReleaseRefused } from '../../releases/make-release';

const folder = temporaryFolder();

const changes = '# Changelog\n\n## Unreleased\n\n- A thing.\n\n## 0.1.0\n\nFirst.\n';

/** A project in a Git of its own; npm is played: it sets the version, keeps the release, packs. */
function project({ log = changes, failing = 'none' } = {}) {
  const root = folder();
  const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' });
  const write = (path: string, content: string) => writeFileSync(join(root, path), content);
  git('init', '--quiet', '--initial-branch', 'main');
  git('config', 'user.name', 'A Tester');
  git('config', 'user.email', 'tester@example.com');
  write('package.json', '{"version":"0.1.0"}');
  write('CHANGELOG.md', log);
  write('.gitignore', '.build\n');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'first');
  const scripts: string[] = [];
  const versioned: string[] = [];
  const npm = ([word, ...rest]: readonly string[]): string => {
    if (word === 'version') {
      versioned.push(...rest.filter((flag) => flag.startsWith('--') && flag !== '--no-git-tag-version'));
      write('package.json', `{"version":"${rest.at(-1)}"}`);
    }
    if (word !== 'run') return '';
    const name = rest.filter((flag) => !flag.startsWith('--')).at(0) ?? '';
    scripts.push(name);
    if (name === failing) throw new Error(`npm run ${name} failed`);
    if (name === 'package') return '.build/vibes-callbacks-0.2.0.tgz\n.build/vibes-callbacks-cli-0.2.0.tgz\n';
    if (name === 'release:keep') {
      mkdirSync(join(root, 'kept', 'releases'), { recursive: true });
      write('kept/releases/templates.json', '{}');
    }
    return '';
  };
  const run = (command: string, ...args: readonly string[]) => (command === 'npm' ? npm(args) : git(...args));
  const said: string[] = [];
  const release = (version: string) => makeRelease(version, { root, run, say: (line) => said.push(line) });
  const read = (path: string) => readFileSync(join(root, path), 'utf8');
  return { root, git, write, read, release, scripts, said, versioned };
}

test('a release is a version, a part of the changelog, what is kept of it, a commit and a tag', () => {
  const { git, read, release, scripts, said, versioned } = project();
  release('0.2.0');
  expect(git('log', '-1', '--format=%s').trim()).toBe('build(release): 0.2.0');
  expect(git('cat-file', '-t', 'v0.2.0').trim()).toBe('tag');
  expect(git('status', '--porcelain')).toBe('');
  expect(git('show', '--name-only', '--format=', 'HEAD').trim().split('\n').sort()).toEqual([
    'CHANGELOG.md',
    'kept/releases/templates.json',
    'package.json',
  ]);
  expect(read('CHANGELOG.md')).toMatch(/^## 0\.2\.0\n\n- A thing\./m);
  const checks = ['check', 'conformance', 'check:package', 'check:independent'];
  expect(scripts).toEqual(['release:keep', 'docs', ...checks, 'package']);
  expect(versioned).toEqual([
    '--include-workspace-root',
    '--no-workspaces-update',
    '--workspace=packages/cli',
    '--workspace=packages/local-cloud',
    '--workspace=packages/proof',
  ]);
  expect(said.at(-1)).toContain('npm publish --access public .build/vibes-callbacks-cli-0.2.0.tgz');
  expect(said.at(-1)).toContain('git push --atomic origin main v0.2.0');
});

test.each(['docs', 'check', 'check:independent', 'package'])('when %s fails everything is as before', (failing) => {
  const { root, git, read, release } = project({ failing });
  expect(() => release('0.2.0')).toThrow(`${failing} failed`);
  expect(git('log', '--format=%s').trim()).toBe('first');
  expect(git('status', '--porcelain')).toBe('');
  expect(git('tag')).toBe('');
  expect(read('package.json')).toContain('0.1.0');
  expect(existsSync(join(root, 'kept'))).toBe(false);
});

test.each([
  ['v0.2.0', 'is not a version'],
  ['0.2', 'is not a version'],
  ['0.1.0', 'is not after the present version 0.1.0'],
  ['0.0.9', 'is not after'],
])('%s: %s', (version, sentence) => {
  const { git, release } = project();
  expect(() => release(version)).toThrow(sentence);
  expect(git('log', '--format=%s').trim()).toBe('first');
});

test('0.10.0 is after 0.9.0', () => {
  const { git, write, release } = project();
  write('package.json', '{"version":"0.9.0"}');
  git('commit', '--quiet', '--all', '--message', 'second');
  release('0.10.0');
  expect(git('tag').trim()).toBe('v0.10.0');
});

test('a change that is not committed, another branch, a tag that is there, nothing to tell: none is released', () => {
  const dirty = project();
  dirty.write('new.txt', '');
  expect(() => dirty.release('0.2.0')).toThrow(ReleaseRefused);
  expect(dirty.read('package.json')).toContain('0.1.0');
  const elsewhere = project();
  elsewhere.git('switch', '--quiet', '--create', 'feature');
  expect(() => elsewhere.release('0.2.0')).toThrow('this is feature: git switch main');
  const tagged = project();
  tagged.git('tag', 'v0.2.0');
  expect(() => tagged.release('0.2.0')).toThrow('is there already');
  const silent = project({ log: '# Changelog\n\n## Unreleased\n\n## 0.1.0\n\nFirst.\n' });
  expect(() => silent.release('0.2.0')).toThrow('nothing under "## Unreleased"');
});
