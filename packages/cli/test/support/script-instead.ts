import type { SpawnOptions } from 'node:child_process';

/** What runs in the place of a program that is spawned, and what that program was asked for. */
export const spawned: { script: string; words: readonly string[]; env: NodeJS.ProcessEnv | undefined } = {
  script: '',
  words: [],
  env: undefined,
};

/**
 * `node:child_process` for `jest.mock`: spawns `spawned.script` in the place of each program.
 * @param wordsFor what the script gets of the program's words
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
