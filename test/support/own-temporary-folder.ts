import { mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const prefix = 'vibes-jest-';

/**
 * Jest's global setup: every test, every process that one starts, and CDK, which removes no `cdk.out` that it makes, get a
 * temporary folder of this run, which goes with it. What a run that was killed left behind goes with the next one.
 */
export default function ownTemporaryFolder(): void {
  const outer = realpathSync(tmpdir());
  for (const name of readdirSync(outer)) {
    if (isAbandoned(name)) rmSync(join(outer, name), { recursive: true, force: true });
  }
  const folder = mkdtempSync(join(outer, `${prefix}${process.pid}-`));
  // Of Unix, and of Windows.
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) process.env[name] = folder;
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
}

/** Whether it is of a run whose process is no more. */
export function isAbandoned(name: string): boolean {
  const pid = Number(/^vibes-jest-(\d+)-/.exec(name)?.[1]);
  if (!Number.isSafeInteger(pid)) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    // Of another user's, who has to remove it.
    return !(error instanceof Error && 'code' in error && error.code === 'EPERM');
  }
}
