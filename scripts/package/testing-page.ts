import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installTool } from '../tools/install-tool.cjs';
import { attempt, type CheckedFact } from './attempt';
import { node24, onNode24, root, run } from './in-a-folder';
import { codeFiles } from './readme-app';

interface Runner {
  /** The file of its test on the page. */
  readonly file: string;
  /** What Node.js is called with, before the files. */
  readonly words: readonly string[];
  /** Where it is installed. @default - it comes with Node.js */
  readonly packageFolder?: () => string;
}

const runners: Readonly<Record<string, Runner>> = {
  'node:test': { file: 'answer.test.mjs', words: ['--test', '--test-concurrency=2'] },
  vitest: {
    file: 'answer.spec.mjs',
    words: ['node_modules/vitest/vitest.mjs', 'run', '--maxWorkers=2'],
    packageFolder: () => join(installTool('package-checks'), 'node_modules', 'vitest'),
  },
  jest: {
    file: 'answer.test.js',
    words: ['node_modules/jest/bin/jest.js', '--maxWorkers=2', '--runTestsByPath'],
    packageFolder: () => join(root, 'node_modules', 'jest'),
  },
};

/**
 * Runs each test of docs/TESTING.md in two files at once.
 * @param app the folder of the README's app, with the packages
 */
export async function checkTestingPage(app: string): Promise<readonly CheckedFact[]> {
  const tests = codeFiles(readFileSync(join(root, 'docs', 'TESTING.md'), 'utf8'));
  const facts: CheckedFact[] = [
    await attempt('the app of docs/TESTING.md synthesizes', () =>
      run(app, 'npx', ['cdk', 'synth', '--quiet'], { ...onNode24(), CDK_VALIDATION: 'false' }),
    ),
  ];
  for (const [name, { file, words, packageFolder }] of Object.entries(runners)) {
    const fact = await attempt(`the test of docs/TESTING.md passes with ${name}, in two files at once`, async () => {
      const code = tests[file];
      // Node.js passes a file without tests.
      if (code === undefined) throw new Error(`docs/TESTING.md has no ${file}`);
      const files = [file, `again-${file}`];
      for (const one of files) writeFileSync(join(app, one), code);
      if (packageFolder !== undefined) symlinkSync(packageFolder(), join(app, 'node_modules', name));
      await run(app, node24(), [...words, ...files], onNode24());
    });
    facts.push(fact);
  }
  return facts;
}
