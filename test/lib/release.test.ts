import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { howToSet, readCommit, release, releaseText } from '../../lib/release';
import { version } from '../../package.json';
import { temporaryFolder } from '../support/temporary-folder';
import { ofType, synthesize } from './synth';

const newFolder = temporaryFolder();

/** A repository with one commit. */
function repository(): string {
  const folder = newFolder();
  const git = (...more: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...more], { cwd: folder });
  git('init', '--quiet');
  writeFileSync(join(folder, 'a'), 'a');
  git('add', 'a');
  git('commit', '--quiet', '--message', 'a');
  git('tag', 'v1.0.0');
  return folder;
}

test('a commit is named by its hash, whatever tags it has', () => {
  expect(readCommit(repository())).toMatch(/^[0-9a-f]{12}$/);
});

test('sources that were changed since are marked', () => {
  const folder = repository();
  writeFileSync(join(folder, 'a'), 'b');
  expect(readCommit(folder)).toMatch(/^[0-9a-f]{12}-dirty$/);
});

test('without a repository of its own it is unknown', () => {
  expect(readCommit(newFolder())).toBe('unknown');
});

test('the stack says its release in two outputs and in the environment of each function', () => {
  // Synthesized now: a file that was saved since another test file did so changes the commit.
  const synthesized = synthesize({}, () => undefined);
  synthesized.template.hasOutput('Version', { Value: version });
  synthesized.template.hasOutput('Commit', { Value: release().commit });
  const functions = ofType(synthesized, 'AWS::Lambda::Function');
  expect(functions.length).toBeGreaterThanOrEqual(2);
  for (const [, { Properties }] of functions) {
    expect(Properties.Environment).toMatchObject({ Variables: { RELEASE: releaseText(release()) } });
  }
});

test('the release in the environment is a version by semantic versioning, with the commit as its build', () => {
  expect(releaseText({ version: '1.2.3', commit: '8609632aab12-dirty' })).toBe('1.2.3+8609632aab12-dirty');
});

test('a setting is changed by a command in a clone, and in the code of an app of one’s own', () => {
  expect(howToSet('alarmEmail', '<address>')).toBe('npm run settings -- alarmEmail=<address>');
  expect(howToSet('alarmEmail', '<address>', true)).toBe('in your app give VibesCallbacks alarmEmail: <address>');
});
