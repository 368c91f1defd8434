import { join } from 'node:path';
import { readCloudAssembly } from '@vibes-callbacks/local-cloud';
import { synthesize } from '../conformance/assembly';
import { temporaryFolder } from '../support/temporary-folder';
import { readInventory } from './inventory';
import type { Inventory } from './types';

/** What the current stack contains, from its template; needs no load. */
export async function stackInventory(): Promise<Inventory> {
  const folder = temporaryFolder('vibes-cost-');
  try {
    const assembly = join(folder.path, 'assembly');
    await synthesize(assembly);
    return readInventory(readCloudAssembly(assembly).template);
  } finally {
    await folder.remove();
  }
}
