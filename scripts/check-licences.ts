import { commandLine, runMain } from '../packages/proof/src/support/run-main';
import { licenceComplaints } from './third-party/licences';
import { readPackages } from './third-party/packages';

runMain(async (argv) => {
  const about =
    'Whether every package in the bundles, and every one that the package installs, has an allowed licence.';
  commandLine('npm run check:licences --', about).parse(argv, { from: 'user' });
  const { bundled, installed } = readPackages();
  const complaints = licenceComplaints([...bundled, ...installed]);
  console.log(complaints.length === 0 ? 'Every licence is allowed.' : complaints.join('\n'));
  return complaints.length === 0 ? 0 : 1;
});
