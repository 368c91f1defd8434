import { useEffect, useState } from 'preact/hooks';
import type { InboxFilter, InboxMessages, InboxStatus } from '../inbox/inbox-shapes';
import { nothingShown, type ShownCallbacks, takeChange } from './callback-list';

export interface LiveInbox extends ShownCallbacks {
  readonly status: InboxStatus | undefined;
  /** `lost`: the local cloud does not answer; the browser tries again by itself. `closed`: it refuses. */
  readonly connection: 'opening' | 'open' | 'lost' | 'closed';
}

/** What the local cloud tells, as it tells it; another filter begins anew. */
export function useInbox({ family = '', outcome = '', search = '' }: InboxFilter): LiveInbox {
  const [inbox, setInbox] = useState<LiveInbox>({ ...nothingShown, status: undefined, connection: 'opening' });
  useEffect(() => {
    const source = new EventSource(`updates?${new URLSearchParams({ family, outcome, search })}`);
    const on = <K extends keyof InboxMessages>(name: K, take: (now: LiveInbox, data: InboxMessages[K]) => LiveInbox) =>
      source.addEventListener(name, ({ data }) => setInbox((now) => take(now, JSON.parse(data))));
    on('list', (now, list) => ({ ...now, ...list, connection: 'open' }));
    on('change', (now, change) => ({ ...now, ...takeChange(now, change) }));
    on('status', (now, status) => ({ ...now, status }));
    source.addEventListener('error', () => {
      const connection = source.readyState === EventSource.CLOSED ? 'closed' : 'lost';
      setInbox((now) => ({ ...now, connection }));
    });
    return () => source.close();
  }, [family, outcome, search]);
  return inbox;
}
