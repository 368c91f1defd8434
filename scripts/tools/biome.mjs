#!/usr/bin/env node
// "npx biome" in a clone. Biome is 97 MB, which is not needed to start or to test.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { installTool } from './install-tool.cjs';

try {
  const script = join(installTool('biome'), 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
  const { status } = spawnSync(process.execPath, [script, ...process.argv.slice(2)], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
