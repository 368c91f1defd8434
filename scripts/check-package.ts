import { commandLine, exitOnSignals, runMain } from '../packages/proof/src/support/run-main';
import { checkPackage } from './package/check-package';

runMain(async (argv) => {
  commandLine(
    'npm run check:package --',
    'Packs the project, installs it into empty folders outside of it, and uses it as a stranger does.',
  ).parse(argv, { from: 'user' });
  exitOnSignals('Interrupted: the package was not checked to the end.');
  return (await checkPackage()) === 0 ? 0 : 1;
});
