import { InvalidArgumentError } from 'commander';

/** Reads an option that must not be empty or blank: an unset variable of the shell is empty. */
export function filled(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It must not be empty.');
  return text;
}
