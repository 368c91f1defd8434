import { commandLine, runMain } from '../packages/proof/src/support/run-main';
import { buildPackage } from './package/build';

runMain(async (argv) => {
  commandLine('npm run build --', 'Builds dist/, which "npm pack" ships; npm runs it before it packs.').parse(argv, {
    from: 'user',
  });
  buildPackage();
  return 0;
});
