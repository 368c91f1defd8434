import { join } from 'node:path';
import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { type OpsCloud, startOpsCloud } from './ops-cloud';

const newFolder = temporaryFolder();
let isAskedFor = false;
let cloud: OpsCloud | undefined;

/**
 * One for all tests of a file and of what it imports, emptied before each test. Workers stay, so that no test waits for a
 * start, or meets a function that is too slow for its first callback.
 * @param minuteSeconds how long a minute of CloudWatch takes. @default none passes, so no alarm fires
 */
export function oneOpsCloud(minuteSeconds?: number): () => OpsCloud {
  if (!isAskedFor) {
    beforeAll(async () => {
      const minute = minuteSeconds === undefined ? [] : ['--minute', String(minuteSeconds)];
      cloud = await startOpsCloud(join(newFolder(), 'data'), minute);
      if (minuteSeconds === undefined) await cloud.control('POST', 'minutes', { hold: true });
    });
    beforeEach(() => cloud?.control('POST', 'reset', { keepWorkers: true }));
  }
  isAskedFor = true;
  return () => {
    if (cloud === undefined) throw new Error('The local cloud is there in tests, not before them.');
    return cloud;
  };
}
