import { useEffect, useRef, useState } from 'preact/hooks';
import type { InboxFilter, InboxMessages, InboxStatus } from '../inbox/inbox-shapes';
import { nothingShown, type ShownCallbacks, takeChange } from './callback-list';
import { openStream } from './event-stream';

export interface LiveInbox extends ShownCallbacks {
  readonly status: InboxStatus | undefined;
  /** Counts the changes of the open callback if the list does not have it. */
  readonly openChanges: number;
  /** `lost`: the local cloud does not answer; the browser tries again by itself. `closed`: it refuses. */
  readonly connection: 'opening' | 'open' | 'lost' | 'closed';
}

const atFirst: LiveInbox = { ...nothingShown, status: undefined, openChanges: 0, connection: 'opening' };

/**
 * The updates of the local cloud. Another filter starts a new stream.
 * @param openId the callback that is open
 */
export function useInbox({ family = '', outcome = '', search = '' }: InboxFilter, openId?: number): LiveInbox {
  const [inbox, setInbox] = useState(atFirst);
  const open = useRef(openId);
  open.current = openId;
  useEffect(() => {
    const takers: { readonly [K in keyof InboxMessages]: (now: LiveInbox, data: InboxMessages[K]) => LiveInbox } = {
      list: (now, list) => {
        // Changes since the connection was lost are unknown here.
        const isFirst = now.connection === 'opening';
        return { ...now, ...list, openChanges: now.openChanges + Number(!isFirst), connection: 'open' };
      },
      change: (now, change) => {
        const isOpen = change.others.some((id) => id === open.current);
        return { ...now, ...takeChange(now, change), openChanges: now.openChanges + Number(isOpen) };
      },
      status: (now, status) => ({ ...now, status }),
    };
    const take = <K extends keyof InboxMessages>(name: K, text: string) => {
      const data: InboxMessages[K] = JSON.parse(text);
      setInbox((now) => takers[name](now, data));
    };
    return openStream(`updates?${new URLSearchParams({ family, outcome, search })}`, {
      onMessage: (name, text) => isMessage(name) && take(name, text),
      onEnd: (connection) => setInbox((now) => ({ ...now, connection })),
    });
  }, [family, outcome, search]);
  return inbox;
}

function isMessage(name: string): name is keyof InboxMessages {
  return name === 'list' || name === 'change' || name === 'status';
}
