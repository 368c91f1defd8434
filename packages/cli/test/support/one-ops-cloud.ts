import { join } from 'node:path';
import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { type OpsCloud, startOpsCloud } from './ops-cloud';

/** One for all tests of a file, emptied before each. */
export function oneOpsCloud(): () => OpsCloud {
  const newFolder = temporaryFolder();
  let cloud: OpsCloud | undefined;
  beforeAll(async () => {
    cloud = await startOpsCloud(join(newFolder(), 'data'));
  });
  afterAll(() => cloud?.stop());
  beforeEach(() => cloud?.control('POST', 'reset'));
  return () => {
    if (cloud === undefined) throw new Error('The local cloud is there in tests, not before them.');
    return cloud;
  };
}
