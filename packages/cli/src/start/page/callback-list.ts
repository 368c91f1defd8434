import type { CallbackSummary, InboxMessages } from '../inbox/inbox-shapes';

/** What the page shows of the callbacks that its filter lets through. */
export interface ShownCallbacks {
  /** The newest first. */
  readonly callbacks: readonly CallbackSummary[];
  /** How many there are, with those that the filter keeps back. */
  readonly total: number;
}

export const nothingShown: ShownCallbacks = { callbacks: [], total: 0 };

/** Puts what changed in its place: known ones where they are, new ones in front. */
export function takeChange(
  { callbacks }: ShownCallbacks,
  change: Omit<InboxMessages['change'], 'others'>,
): ShownCallbacks {
  const changed = new Map(change.callbacks.map((one) => [one.id, one]));
  const gone = new Set(change.gone);
  const kept = callbacks.filter(({ id }) => !gone.has(id)).map((one) => take(changed, one));
  const added = [...changed.values()].sort((a, b) => b.id - a.id);
  const isNewest = added.length === 0 || kept.length === 0 || (added.at(-1)?.id ?? 0) > (kept[0]?.id ?? 0);
  const all = [...added, ...kept];
  return { callbacks: isNewest ? all : all.sort((a, b) => b.id - a.id), total: change.total };
}

function take(changed: Map<number, CallbackSummary>, one: CallbackSummary): CallbackSummary {
  const next = changed.get(one.id);
  changed.delete(one.id);
  return next ?? one;
}
