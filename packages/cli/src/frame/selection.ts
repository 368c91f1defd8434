import { Option } from 'commander';
import { OpsError } from './ops-error';
import { isoTime, momentOption } from './times';

/** Which items a command applies to. */
export interface SelectionOptions {
  readonly id?: readonly string[];
  readonly subscription?: string;
  readonly since?: number;
  readonly all?: boolean;
}

export const letterIdOption = (list: string) =>
  new Option('--id <id...>', `only these: the messageId that "${list}" shows`);
export const subscriptionOption = new Option('--subscription <id>', 'only those of this subscription');
export const sinceOption = momentOption('--since <time>', 'only those since: 10m (ago), 2h, 3d, or ISO 8601');
export const allOption = new Option('--all', 'all of them');

/** @throws OpsError unless exactly one way to select is given */
export function checkSelection<Options extends object>(
  options: Options,
  names: readonly (keyof Options & string)[],
): void {
  const given = names.filter((name) => options[name] !== undefined);
  if (given.length === 1) return;
  const ways = names.map((name) => `--${name}`).join(', ');
  throw new OpsError(
    'wrong-usage',
    names.length === 1 ? `Say which, with ${ways}.` : `Say which, with exactly one of ${ways}.`,
  );
}

export function selectionText({ id, since, subscription }: SelectionOptions): string {
  if (subscription !== undefined) return `those of ${subscription}`;
  if (id !== undefined) return `${new Set(id).size} by id`;
  return since === undefined ? 'all' : `those since ${isoTime(since)}`;
}
