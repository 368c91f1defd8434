import { join } from 'node:path';
import { type OpsCloud, startOpsCloud } from './ops-cloud';
import { temporaryFolder } from './temporary-folder';

/**
 * One for all tests of a file, emptied before each.
 * @param take is given it before the first
 */
export function oneOpsCloud(take: (cloud: OpsCloud) => void): void {
  const newFolder = temporaryFolder();
  let cloud: OpsCloud | undefined;
  beforeAll(async () => {
    cloud = await startOpsCloud(join(newFolder(), 'data'));
    take(cloud);
  });
  afterAll(() => cloud?.stop());
  beforeEach(() => cloud?.control('POST', 'reset'));
}
