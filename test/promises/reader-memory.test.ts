import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { node24 } from '../../packages/local-cloud/test/support/node24';
import { hostile } from '../../packages/proof/src/bench/consumer-memory/bodies';

/** Half of the function's memory; `npm run bench -- --only consumer-memory` has the whole consumer. */
const goalMb = 256;
const folder = mkdtempSync(join(tmpdir(), 'reader-memory-'));

beforeAll(() => {
  buildSync({
    entryPoints: [join(__dirname, 'read-one.ts')],
    outdir: folder,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each(Object.entries(hostile))(
  'half of the memory is enough for the largest body of its kind: %s',
  (_name, make) => {
    const file = join(folder, 'envelope.json');
    writeFileSync(file, make());
    // As Lambda divides the 512 MB of the function.
    const heap = ['--max-semi-space-size=25', '--max-old-space-size=461'];
    const { stdout, stderr } = spawnSync(node24(), [...heap, join(folder, 'read-one.mjs'), file], { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout).peakMb).toBeLessThanOrEqual(goalMb);
  },
);
