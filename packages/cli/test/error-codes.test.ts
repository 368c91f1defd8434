import { join } from 'node:path';
import { localCloudErrorCodes } from '@vibes-callbacks/local-cloud';
import { synthErrorCodes } from '../../../lib/synth-error';
import { thrownCodes } from '../../../test/support/thrown-codes';
import { opsErrorCodes } from '../src/frame/ops-error';
import { startErrorCodes } from '../src/start/start-error';

const root = join(__dirname, '..', '..', '..');
/** Given by `explainError`, for what AWS or its SDK threw, and by the command line itself. */
const explained = [
  'aws-call-failed',
  'credentials-expired',
  'credentials-unknown',
  'no-credentials',
  'no-region',
  'not-authorized',
  'unreachable',
];

test.each([
  ['local cloud', localCloudErrorCodes, thrownCodes(join(root, 'packages/local-cloud/src'), 'LocalCloudError')],
  ['start', startErrorCodes, thrownCodes(join(root, 'packages/cli/src'), 'StartError')],
  [
    "operator's commands",
    opsErrorCodes,
    new Set([...thrownCodes(join(root, 'packages/cli/src'), 'OpsError'), ...explained]),
  ],
  ['synth', synthErrorCodes, new Set([...thrownCodes(join(root, 'lib'), 'SynthError'), 'settings-invalid'])],
])('every documented code of the %s is given somewhere', (_package, documented, given) => {
  expect(Object.keys(documented).sort()).toEqual([...given].sort());
});
