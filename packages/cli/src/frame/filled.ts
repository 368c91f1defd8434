import { InvalidArgumentError } from 'commander';

/** Reads an option that must not be empty, as it is when a shell's variable is not set. */
export function filled(text: string): string {
  if (text === '') throw new InvalidArgumentError('It must not be empty.');
  return text;
}
