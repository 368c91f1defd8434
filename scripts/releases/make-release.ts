import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface ReleaseTools {
  /** The project. */
  readonly root: string;
  /**
   * Runs a command in the project.
   * @returns what it printed
   * @throws Error when it fails
   */
  run(command: string, ...args: readonly string[]): string;
  say(line: string): void;
}

/** They have the version of the product. */
const workspaceFlags = [
  '--no-workspaces-update',
  ...['cli', 'local-cloud', 'proof'].map((name) => `--workspace=packages/${name}`),
];

/** What cannot be released, and what to do about it. */
export class ReleaseRefused extends Error {}

/** Every release must pass these. The second opinions skip what a machine does not have. */
const checks = ['check', 'conformance', 'check:package', 'check:independent'];

/**
 * Makes a release on this machine: the version, what is kept of it, all checks, a commit, a tag and the packed packages.
 * If anything fails, everything is undone, so do not work in the same folder meanwhile. It pushes nothing, and prints the commands that do.
 * @param version as in `1.4.0`
 * @throws ReleaseRefused where nothing has been changed; Error of the step that failed
 */
export function makeRelease(version: string, tools: ReleaseTools): void {
  const { run, say } = tools;
  const tag = `v${version}`;
  refuseUnlessReady(version, tools);
  const before = run('git', 'rev-parse', 'HEAD').trim();
  let tarballs: readonly string[] = [];
  try {
    run('npm', 'version', '--no-git-tag-version', '--include-workspace-root', ...workspaceFlags, version);
    // With the flag above, npm writes the manifests alone.
    run('npm', 'install', '--package-lock-only', '--no-audit', '--no-fund');
    nameChanges(version, tools.root);
    for (const script of ['release:keep', 'docs', ...checks]) {
      say(`npm run ${script}`);
      run('npm', 'run', script);
    }
    run('git', 'add', '--all');
    run('git', 'commit', '--quiet', '--message', `build(release): ${version}`);
    run('git', 'tag', '--annotate', tag, '--message', version);
    const packed = run('npm', 'run', '--silent', 'package').trim().split('\n');
    tarballs = packed.filter((line) => line.endsWith('.tgz'));
  } catch (error) {
    if (hasTag(tag, tools)) run('git', 'tag', '--delete', tag);
    // Nothing was there but what is committed; what Git ignores stays.
    run('git', 'reset', '--quiet', '--hard', before);
    run('git', 'clean', '--quiet', '--force', '-d');
    throw error;
  }
  say(`Released on this machine: commit, tag ${tag}, ${tarballs.join(', ')}. What is left is yours to type:

  git push --atomic origin main ${tag}
${tarballs.map((tarball) => `  npm publish --access public ${tarball}`).join('\n')}

In a pipeline that npm trusts, add --provenance. To take it back before the push: git tag -d ${tag} && git reset --hard HEAD~1`);
}

function refuseUnlessReady(version: string, tools: ReleaseTools): void {
  const { root, run } = tools;
  const { version: present } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  if (!/^(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}$/.test(version)) {
    throw new ReleaseRefused(`"${version}" is not a version: write it as 1.4.0.`);
  }
  if (version.localeCompare(present, 'en', { numeric: true }) <= 0) {
    throw new ReleaseRefused(`${version} is not after the present version ${present}: choose a later one.`);
  }
  if (run('git', 'status', '--porcelain').trim() !== '') {
    throw new ReleaseRefused('There are changes that are not committed: commit them, or put them away (git stash).');
  }
  const branch = run('git', 'branch', '--show-current').trim();
  if (branch !== 'main') {
    throw new ReleaseRefused(`A release is made on main, and this is ${branch || 'no branch'}: git switch main.`);
  }
  if (hasTag(`v${version}`, tools)) {
    throw new ReleaseRefused(`The tag v${version} is there already: choose a later version.`);
  }
  if (!/^## Unreleased\n+(?!## )\S/m.test(changelog(root))) {
    throw new ReleaseRefused('CHANGELOG.md has nothing under "## Unreleased": say there what a user notices.');
  }
}

function hasTag(tag: string, { run }: ReleaseTools): boolean {
  return run('git', 'tag', '--list', tag).trim() !== '';
}

function nameChanges(version: string, root: string): void {
  writeFileSync(join(root, 'CHANGELOG.md'), changelog(root).replace(/^## Unreleased$/m, `## ${version}`));
}

function changelog(root: string): string {
  return readFileSync(join(root, 'CHANGELOG.md'), 'utf8');
}
