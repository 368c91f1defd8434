import { mkdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { commandLine, runMain } from '../packages/proof/src/support/run-main';
import { packInto } from './package/pack';

const root = join(__dirname, '..');

runMain(async (argv) => {
  const about = 'Packs the three packages as they would be published, and prints their paths.';
  const { args } = commandLine('npm run package --', about)
    .argument('[folder]', 'where they go; made if it does not exist (default: .build)')
    .parse(argv, { from: 'user' });
  const folder = resolve(args[0] ?? join(root, '.build'));
  mkdirSync(folder, { recursive: true });
  const { product, localCloud, cli } = await packInto(folder);
  for (const tarball of [product, localCloud, cli]) console.log(relative(root, tarball));
  return 0;
});
