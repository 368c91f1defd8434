import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { mutations } from '../../src/conformance/mutations';

const root = join(__dirname, '..', '..', '..', '..');

interface Proof {
  readonly without: string;
  readonly noticed: boolean;
  readonly broken: readonly string[];
}

/** The command exits with 1 where a mutation went unnoticed: its report is read all the same. */
function mutate(): Promise<readonly Proof[]> {
  const command = ['scripts/node24.mjs', 'packages/proof/bin/conformance.ts', '--mutate'];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, command, { cwd: root }, (_error, stdout, stderr) => {
      try {
        resolve(JSON.parse(stdout));
      } catch {
        reject(new Error(`no report: ${stderr}`));
      }
    });
  });
}

describe('the scenarios', () => {
  // Three starts of the local cloud, deployments to it, and what each of them sends.
  it('notice when a protection is taken away: lease, overflow write, partial batch response, retry queue, lock of outcomes, gateway responses', async () => {
    const proofs = await mutate();
    expect(proofs.map(({ without }) => without)).toEqual(mutations.map(({ name }) => name));
    expect(proofs.filter(({ noticed }) => !noticed)).toEqual([]);
  });
});
