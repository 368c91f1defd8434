import { execFile } from 'node:child_process';
import { join } from 'node:path';

const projectFolder = join(__dirname, '..', '..', '..', '..');

/**
 * Runs an operator's command on a local cloud, in a separate process, because loading it would delay the sender here.
 * @returns 0 done, 1 not done
 * @throws Error with its output if it ended otherwise
 */
export function operatorCommand(dataFolder: string, ...words: readonly string[]): Promise<0 | 1> {
  return run(['packages/cli/bin/ops.ts'], dataFolder, words);
}

/** The same, with the operator's clock ahead of the cloud's, as if the command were typed that much later. */
export function laterCommand(dataFolder: string, aheadMs: number, ...words: readonly string[]): Promise<0 | 1> {
  return run(['packages/proof/bin/ops-later.ts', String(aheadMs)], dataFolder, words);
}

function run(program: readonly string[], dataFolder: string, words: readonly string[]): Promise<0 | 1> {
  const argv = ['--no-warnings', '--import', 'tsx', ...program, ...words];
  const where = ['--yes', '--local', '--data', dataFolder];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [...argv, ...where], { cwd: projectFolder }, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      if (code === 0 || code === 1) resolve(code);
      else reject(new Error(`${words.join(' ')} ended with ${code}: ${stdout}${stderr}`.trim()));
    });
  });
}
