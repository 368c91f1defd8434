import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../support/run-command';
import { type CheckOutcome, failed, passed } from './outcome';
import type { Findings } from './rule-sets';

const heading = '## What rule sets ask for, and our answer';

/** The rules that docs/SECURITY.md answers: the first column of its table. @throws Error without that table */
export function readAnswers(markdown = readFileSync(join(root, 'docs', 'SECURITY.md'), 'utf8')): ReadonlySet<string> {
  const [, after] = markdown.split(`${heading}\n`);
  if (after === undefined) throw new Error(`docs/SECURITY.md has no heading "${heading}"`);
  const [section = ''] = after.split(/^## /m);
  const rows = section.split('\n').filter((line) => line.startsWith('| `'));
  return new Set(
    rows.flatMap((row) => Array.from(row.split(' | ')[0]?.matchAll(/`([^`]+)`/g) ?? [], ([, id = '']) => id)),
  );
}

/** Of a rule set: what it finds in any template must be answered, and what is answered must still be found. */
export function weighFindings(name: string, all: readonly Findings[], answers: ReadonlySet<string>): CheckOutcome {
  const broken = new Map<string, Set<string>>();
  for (const [id, resources] of all.flatMap((findings) => [...findings.broken])) {
    broken.set(id, new Set([...(broken.get(id) ?? []), ...resources]));
  }
  const satisfied = Math.min(...all.map((findings) => findings.satisfied));
  if (satisfied === 0) return failed(name, 'no rule found anything to look at');
  const unanswered = [...broken].filter(([id]) => !answers.has(id));
  // The prefix of a rule's name identifies its rule set.
  const family = [...broken.keys()][0]?.split(/[._]/)[0] ?? '';
  const stale = [...answers].filter((id) => id.startsWith(family) && !broken.has(id));
  const wrong = [
    ...unanswered.map(([id, resources]) => `not answered in docs/SECURITY.md: ${id} (${[...resources].join(', ')})`),
    ...stale.map((id) => `answered in docs/SECURITY.md, and not found any more: ${id}`),
  ];
  if (wrong.length > 0) return failed(name, `${wrong.length} rules are not settled`, wrong.join('\n'));
  return passed(name, `${satisfied} satisfied or more, ${broken.size} answered in docs/SECURITY.md, none open`);
}
