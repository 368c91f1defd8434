import { join } from 'node:path';
import { openMappingSwitches } from '../../src/event-source/mapping-switches';
import { temporaryFolder } from '../support/temporary-folder';

const newFolder = temporaryFolder();

describe('the switch of a mapping', () => {
  it('is the template’s until an operator uses it, and is kept over a restart', () => {
    const path = join(newFolder(), 'mappings.json');
    const first = openMappingSwitches(path, () => 7);
    expect(first.isEnabled({ id: 'a', enabled: true })).toBe(true);
    expect(first.changedAt('a')).toBeUndefined();
    first.set('a', false);
    const second = openMappingSwitches(path);
    expect(second.isEnabled({ id: 'a', enabled: true })).toBe(false);
    expect(second.isEnabled({ id: 'b', enabled: false })).toBe(false);
    expect(second.changedAt('a')).toEqual(new Date(7));
  });
});
