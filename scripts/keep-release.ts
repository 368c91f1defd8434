import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { version } from '../package.json';
import { commandLine, runMain, UsageError } from '../packages/proof/src/support/run-main';
import { releaseCallbacks } from './releases/release-callbacks';
import { releaseTemplates } from './releases/release-templates';

const about = 'Keeps in docs/releases/ what later versions are compared with, once for each release.';

async function main(argv: readonly string[]): Promise<number> {
  commandLine('npm run release:keep --', about).parse(argv, { from: 'user' });
  const folder = join(__dirname, '..', 'docs', 'releases', version);
  if (existsSync(folder)) {
    throw new UsageError(
      `docs/releases/${version} is there already: a release is kept once. Set the next version first.`,
    );
  }
  const files = { 'templates.json': releaseTemplates(), 'callbacks.json': await releaseCallbacks() };
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(folder, name), `${JSON.stringify(content, null, 2)}\n`);
    process.stdout.write(`docs/releases/${version}/${name}\n`);
  }
  return 0;
}

runMain(main);
