#!/usr/bin/env node
import { createRequire } from 'node:module';
import { join } from 'node:path';

// The program is in a package of its own, which a project that only deploys the construct does not install.
const program = '@vibes-callbacks/cli/command';

/** Where the project has the package, or else beside this file. */
const found = [join(process.cwd(), 'package.json'), __filename].flatMap((from) => {
  try {
    return [createRequire(from).resolve(program)];
  } catch {
    return [];
  }
});

const [path] = found;
if (path === undefined) {
  console.error(
    'The commands are in a package of their own. Install it first: npm install --save-dev @vibes-callbacks/cli',
  );
  process.exitCode = 1;
} else {
  require(path);
}
