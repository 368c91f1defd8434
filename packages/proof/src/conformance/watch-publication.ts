import type { LocalState } from '@vibes-callbacks/local-cloud';

const everyMs = 200;

export interface PublicationWatch {
  /** Ends it. @returns seconds from its beginning to the last event that was published */
  stop(): Promise<number>;
}

/** Looks at how many events are published, until it is stopped. */
export function watchPublication(readState: () => Promise<LocalState>): PublicationWatch {
  const startedAt = performance.now();
  let published = 0;
  let lastMs = 0;
  let pending: Promise<void> = Promise.resolve();
  const look = async () => {
    const { events } = await readState();
    if (events.published > published) lastMs = performance.now() - startedAt;
    published = Math.max(published, events.published);
  };
  const timer = setInterval(() => {
    pending = pending.then(look);
  }, everyMs);
  return {
    stop: async () => {
      clearInterval(timer);
      await pending;
      return lastMs / 1000;
    },
  };
}
