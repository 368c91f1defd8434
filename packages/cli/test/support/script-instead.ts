import type { SpawnOptions } from 'node:child_process';

/** The script that runs instead of a spawned program, and the arguments of that program. */
export const spawned: { script: string; words: readonly string[]; env: NodeJS.ProcessEnv | undefined } = {
  script: '',
  words: [],
  env: undefined,
};

/**
 * `node:child_process` for `jest.mock`: spawns `spawned.script` instead of each program.
 * @param wordsFor which of the program's arguments the script gets
 */
export function scriptInstead(wordsFor: (args: readonly string[]) => readonly string[]) {
  const actual = jest.requireActual<typeof import('node:child_process')>('node:child_process');
  return {
    ...actual,
    spawn: (command: string, args: readonly string[], options: SpawnOptions) => {
      spawned.words = args;
      spawned.env = options.env;
      return actual.spawn(command, ['-e', spawned.script, '--', ...wordsFor(args)], options);
    },
  };
}
