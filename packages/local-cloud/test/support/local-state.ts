import type { LocalState } from '../../src';

const empty = { visible: 0, inFlight: 0 };

/** A local cloud in which nothing waits. */
export function localState(more: Partial<LocalState> = {}): LocalState {
  return {
    queue: empty,
    retryQueue: empty,
    deadLetterQueue: empty,
    tables: { items: 0 },
    bucket: { objects: 0, bytes: 0 },
    events: { published: 0 },
    faults: { struck: 0 },
    calls: {},
    mappingCalls: {},
    ...more,
  };
}
