import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { Command } from 'commander';
import { makeRelease, ReleaseRefused } from './releases/make-release';

// npm run release -- 1.4.0: everything of a release that happens on this machine.
const root = join(__dirname, '..');

// Ctrl-C ends the command that runs; then everything is taken back.
process.on('SIGINT', () => undefined);

new Command('npm run release --')
  .description('Makes a release on this machine: version, checks, commit, tag and packed package. It pushes nothing.')
  .argument('<version>', 'the next version, as in 1.4.0')
  .showHelpAfterError('(npm run release -- --help explains it)')
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .action(release)
  .parse();

function release(version: string): void {
  try {
    makeRelease(version, { root, run, say: (line) => console.log(line) });
  } catch (error) {
    const refused = error instanceof ReleaseRefused;
    const text = error instanceof Error ? error.message : String(error);
    console.error(refused ? text : `${text}\nNothing was changed. Fix it, and try again.`);
    process.exitCode = refused ? 2 : 1;
  }
}

function run(command: string, ...args: readonly string[]): string {
  const stdio = ['inherit', 'pipe', 'inherit'] as const;
  return execFileSync(command, [...args], { cwd: root, encoding: 'utf8', stdio: [...stdio], maxBuffer: 2 ** 28 });
}
