import { join } from 'node:path';
import { root, runCommand } from '../support/run-command';
import { type CheckOutcome, failed, passed } from './outcome';

export interface TestRun {
  readonly name: string;
  /** The helper that starts the engine: all tests that come to it, by whatever way, are run. */
  readonly helper: string;
  /** The beginnings of the names of tests that this engine is known to differ in, and how. */
  readonly without?: readonly { readonly test: string; readonly because: string }[];
}

/** Runs tests of the project against another engine. */
export async function runTests(
  { name, helper, without = [] }: TestRun,
  environment: Readonly<Record<string, string>>,
): Promise<CheckOutcome> {
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const pattern =
    without.length === 0 ? [] : ['--testNamePattern', `^(?!${without.map(({ test }) => test).join('|')})`];
  const { code, output } = await runCommand(
    process.execPath,
    [jest, '--forceExit', ...pattern, '--findRelatedTests', helper],
    { environment },
  );
  const tests = Number(/^Tests:.* (\d+) passed/m.exec(output)?.[1] ?? 0);
  if (code !== 0 || tests === 0) return failed(name, 'the tests fail', output);
  const exceptions = without.map(({ test, because }) => `, without "${test} …": ${because}`);
  return passed(name, `${tests} tests${exceptions.join('')}`);
}
