import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One MO message, of which every test that needs just any has the same. */
export const moMessage = readFileSync(join(__dirname, '..', 'samples', 'mo-message.xml'), 'utf8');
