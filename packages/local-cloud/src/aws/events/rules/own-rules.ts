import { existsSync, readFileSync } from 'node:fs';
import { replaceFile } from '../../../base/replace-file';

/** A rule that the API created, not the template. */
export interface OwnRule {
  readonly name: string;
  readonly bus: string;
  readonly arn: string;
  /** JSON. */
  readonly pattern: string;
  readonly state: string;
  readonly description?: string;
  /** As PutTargets has them. */
  readonly targets: readonly Readonly<Record<string, unknown>>[];
  readonly tags: Readonly<Record<string, string>>;
}

/** Kept over restarts. */
export interface OwnRules {
  list(): readonly OwnRule[];
  /** Adds or replaces the rule of this ARN. */
  put(rule: OwnRule): void;
  remove(arn: string): void;
  /** Called with all of them after each change. */
  onChange(listener: (rules: readonly OwnRule[]) => void): void;
}

export function openOwnRules(path: string): OwnRules {
  let all: readonly OwnRule[] = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : [];
  const listeners: ((rules: readonly OwnRule[]) => void)[] = [];
  const save = (next: readonly OwnRule[]) => {
    replaceFile(path, JSON.stringify(next));
    all = next;
    for (const listener of listeners) listener(all);
  };
  return {
    list: () => all,
    put: (rule) => save([...all.filter(({ arn }) => arn !== rule.arn), rule]),
    remove: (arn) => save(all.filter((rule) => rule.arn !== arn)),
    onChange: (listener) => void listeners.push(listener),
  };
}
