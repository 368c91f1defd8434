import { runOps } from '../../ops/program';

/**
 * Types an operator's command at a local cloud, where nobody can be asked.
 * @returns 0 as hoped, 1 not done
 * @throws Error with what it said, where it could not be answered
 */
export async function operatorCommand(dataFolder: string, ...words: readonly string[]): Promise<0 | 1> {
  const said: string[] = [];
  const say = (text: string) => void said.push(text);
  const code = await runOps([...words, '--yes', '--local', '--data', dataFolder], {
    ...{ out: say, err: say, env: {}, directory: dataFolder, now: Date.now },
    ...{ isInteractive: false, isTerminal: false, columns: 80, confirm: async () => false },
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    interrupted: new AbortController().signal,
  });
  if (code === 0 || code === 1) return code;
  throw new Error(`${words.join(' ')} ended with ${code}: ${said.join(' ')}`);
}
