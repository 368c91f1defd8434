import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { installTool } from '../tools/install-tool.cjs';
import { attempt, type CheckedFact } from './attempt';
import type { Packages } from './build';

const maxUnpackedBytes = 15 * 1024 * 1024;

/** What is in the tarballs, and what tools that know many packages find in them. */
export async function checkShape({ product, localCloud, cli }: Packages): Promise<readonly CheckedFact[]> {
  return [
    ...(await shapeOf('vibes-callbacks', product, [
      'docs/COMMANDS.md',
      'docs/DATA.md',
      'docs/DEPLOYING.md',
      'docs/LOCAL.md',
      'docs/SETTINGS.md',
      'docs/TESTING.md',
      'docs/RUNBOOK.md',
      'docs/EVENTS.md',
      'docs/pictures/inbox-light.png',
    ])),
    ...(await shapeOf('@vibes-callbacks/local-cloud', localCloud, ['README.md', 'LICENSE'])),
    ...(await shapeOf('@vibes-callbacks/cli', cli, ['README.md', 'LICENSE', 'THIRD-PARTY-LICENCES.txt'])),
  ];
}

async function shapeOf(name: string, tarball: string, pages: readonly string[]): Promise<readonly CheckedFact[]> {
  const files = execFileSync('tar', ['-tvzf', tarball], { encoding: 'utf8' }).trim().split('\n');
  const names = files.map((line) => line.trim().split(/\s+/).at(-1) ?? '');
  const bytes = files.reduce((sum, line) => sum + Number(line.trim().split(/\s+/)[2]), 0);
  const strange = names.filter((file) => /\/(test|bench|node_modules)\/|\.test\./.test(file));
  return [
    {
      fact: `${name} has ${names.length} files of ${(bytes / 1024 / 1024).toFixed(1)} MB, packed ${(statSync(tarball).size / 1024 / 1024).toFixed(1)} MB; 15 MB are allowed`,
      ...(bytes > maxUnpackedBytes ? { failure: `${bytes} bytes` } : {}),
    },
    {
      fact: `${name} has no test and no benchmark`,
      ...(strange.length > 0 ? { failure: strange.join('\n') } : {}),
    },
    { fact: `${name} has its pages`, ...missing(names, pages) },
    await attempt(`publint finds nothing in ${name}`, () => run('publint', ['run', '--strict', tarball])),
    // CommonJS for both kinds of importers is meant (decision 0020).
    await attempt(`@arethetypeswrong/cli finds nothing in ${name}`, () =>
      run('attw', [tarball, '--profile', 'node16', '--no-color']),
    ),
  ];
}

function missing(names: readonly string[], wanted: readonly string[]): Pick<CheckedFact, 'failure'> {
  const absent = wanted.filter((path) => !names.includes(`package/${path}`));
  return absent.length === 0 ? {} : { failure: `without ${absent.join(', ')}` };
}

function run(name: string, args: readonly string[]): void {
  execFileSync(join(installTool('package-checks'), 'node_modules', '.bin', name), args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
