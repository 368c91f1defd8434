import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { version } from '../package.json';
import { releaseCallbacks } from '../tools/releases/release-callbacks';
import { releaseTemplates } from '../tools/releases/release-templates';

// npm run release:keep: what later versions are compared with, once for each release.
async function main(): Promise<void> {
  const folder = join(__dirname, '..', 'docs', 'releases', version);
  if (existsSync(folder)) {
    throw new Error(`docs/releases/${version} is there already: a release is kept once. Set the next version first.`);
  }
  const files = { 'templates.json': releaseTemplates(), 'callbacks.json': await releaseCallbacks() };
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(folder, name), `${JSON.stringify(content, null, 2)}\n`);
    process.stdout.write(`docs/releases/${version}/${name}\n`);
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
