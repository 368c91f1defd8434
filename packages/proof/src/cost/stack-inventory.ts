import { join } from 'node:path';
import { readCloudAssembly } from '@vibes-callbacks/local-cloud';
import { synthesize } from '../conformance/assembly';
import { temporaryFolder } from '../support/temporary-folder';
import { readInventory } from './inventory';
import { outcomesInventory } from './outcomes-inventory';
import type { Inventory, OutcomesInventory } from './types';

/** What the current stack contains, and what `messageOutcomes` adds to it, from their templates; needs no load. */
export async function stackInventories(): Promise<{
  readonly callbacks: Inventory;
  readonly outcomes: OutcomesInventory;
}> {
  const folder = temporaryFolder('vibes-cost-');
  const templateOf = async (name: string, settings: Readonly<Record<string, string>>) => {
    const assembly = join(folder.path, name);
    await synthesize(assembly, settings);
    return readCloudAssembly(assembly).template;
  };
  try {
    const without = await templateOf('without', {});
    const all = await templateOf('all', { messageOutcomes: 'true' });
    return { callbacks: readInventory(without), outcomes: outcomesInventory(all, without) };
  } finally {
    await folder.remove();
  }
}
