import { Option } from 'commander';
import { OpsError } from './ops-error';
import { isoTime, readMoment } from './times';

/** Which of many a command is about. */
export interface SelectionOptions {
  readonly id?: readonly string[];
  readonly since?: number;
  readonly all?: boolean;
}

export const idOption = new Option('--id <id...>', 'these, by any id of theirs');
export const sinceOption = new Option('--since <time>', 'those since then: 10m, 2h, 3d, or ISO 8601').argParser(
  (text: string) => readMoment(text),
);
export const allOption = new Option('--all', 'all of them');

/** @throws OpsError unless exactly one way to select is given */
export function checkSelection<Options extends object>(
  options: Options,
  names: readonly (keyof Options & string)[],
): void {
  const given = names.filter((name) => options[name] !== undefined);
  if (given.length === 1) return;
  throw new OpsError(`Say which: one of ${names.map((name) => `--${name}`).join(', ')}.`);
}

export function selectionText({ id, since }: SelectionOptions): string {
  if (id !== undefined) return `${id.length} by id`;
  return since === undefined ? 'all' : `those since ${isoTime(since)}`;
}

/** `1 dead letter`, `2 dead letters`. */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
