import { LocalCloudError } from '../../../src/base/local-cloud-error';

// Nothing is installed anywhere.
jest.mock('node:fs', () => ({ ...jest.requireActual('node:fs'), existsSync: () => false }));

import { startFauxqsEmulator } from '../../../src/aws/sqs/fauxqs-emulator';

test('a package that is not installed is reported in a sentence', async () => {
  const start = startFauxqsEmulator('nowhere', 'us-east-1');
  await expect(start).rejects.toThrow(LocalCloudError);
  await expect(start).rejects.toThrow('The package fauxqs is not installed: run "npm ci" first.');
});
