const { existsSync } = require('node:fs');
const { join } = require('node:path');
const Sequencer = require('@jest/test-sequencer').default;

const root = join(__dirname, '..', '..');

/** The slowest test files: one that begins last would keep one worker busy while the others have nothing left. */
const slow = [
  'packages/proof/test/conformance/mutations.test.ts',
  'packages/cli/test/promises/canaries.test.ts',
  'packages/cli/test/rehearsals/ingest.test.ts',
  'packages/cli/test/rehearsals/outcomes.test.ts',
  'packages/cli/test/rehearsals/consumer.test.ts',
  'packages/cli/test/policies.test.ts',
  'scripts/test/readme.test.ts',
  'packages/cli/test/promises/rotation.test.ts',
  'test/promises/reader-memory.test.ts',
  'packages/cli/test/promises/own-stack.test.ts',
  'packages/cli/test/promises/after-a-run.test.ts',
  'scripts/test/interruption.test.ts',
].map((path) => join(root, path));

/** Jest's order, except that the slow files come first: without the durations of an earlier run it goes by size. */
module.exports = class SlowFirst extends Sequencer {
  sort(tests) {
    const missing = slow.filter((path) => !existsSync(path));
    if (missing.length > 0)
      throw new Error(`test/support/slow-first.cjs names what is not there: ${missing.join(', ')}`);
    const rank = ({ path }) => (slow.includes(path) ? slow.indexOf(path) : slow.length);
    return [...super.sort(tests)].sort((a, b) => rank(a) - rank(b));
  }
};
