import { familyOf, type InboxEntry, stateOf } from './inbox-entry';
import type { InboxFilter } from './inbox-shapes';

export type Matches = (entry: InboxEntry) => boolean;

/** Whether an entry is of a family, has an outcome (`target-failed` is one too), and has a text in it or in an id. */
export function matchesFilter({ family = '', outcome = '', search = '' }: InboxFilter): Matches {
  const hasText = textMatcher(search.trim());
  return (entry) => (family === '' || familyOf(entry) === family) && hasOutcome(entry, outcome) && hasText(entry);
}

function hasOutcome(entry: InboxEntry, outcome: string): boolean {
  if (outcome === 'target-failed') return [...entry.targets.values()].some((target) => stateOf(target) === 'failed');
  return outcome === '' || entry.outcome === outcome;
}

function textMatcher(search: string): Matches {
  if (search === '') return () => true;
  const pattern = new RegExp(search.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'iu');
  return (entry) => idsOf(entry).some((id) => pattern.test(id)) || pattern.test(textsOf(entry));
}

function idsOf({ requestId, vibesId = '', identity = '', note, text, route }: InboxEntry): readonly string[] {
  return [requestId, vibesId, identity, note, text, route];
}

function textsOf({ body, event = '' }: InboxEntry): string {
  return body === undefined ? event : `${body.toString('utf8')}\n${event}`;
}
