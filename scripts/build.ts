import { commandLine, runMain } from '../packages/proof/src/support/run-main';
import { buildPackages } from './package/build';

runMain(async (argv) => {
  commandLine(
    'npm run build --',
    'Builds dist/ of the three packages, which "npm pack" ships; npm runs it before it packs the product.',
  ).parse(argv, {
    from: 'user',
  });
  await buildPackages();
  return 0;
});
