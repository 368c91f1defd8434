import { commandLine, exitOnSignals, runMain } from '../packages/proof/src/support/run-main';
import { takePictures } from './pictures/take-pictures';

runMain(async (argv) => {
  commandLine(
    'npm run docs:pictures --',
    'Takes the pictures of the inbox page in docs/pictures anew, in a Chromium, of samples that a local cloud received.',
  ).parse(argv, { from: 'user' });
  exitOnSignals('Interrupted: not every picture was taken.');
  for (const path of await takePictures()) console.log(path);
  return 0;
});
