import { checkPackage } from '../tools/package/check-package';
import { commandLine, runMain } from './run-main';

runMain(async (argv) => {
  commandLine(
    'npm run check:package --',
    'Packs the project, installs it into empty folders outside of it, and uses it as a stranger does.',
  ).parse(argv, { from: 'user' });
  return (await checkPackage()) === 0 ? 0 : 1;
});
