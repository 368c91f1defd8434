import type { AwsCall } from '../protocols/call';

export type Counts = Readonly<Record<string, Readonly<Record<string, number>>>>;

export interface CallCounts {
  count(call: AwsCall): void;
  read(): Counts;
  clear(): void;
}

/** Calls by service and action. */
export function createCallCounts(): CallCounts {
  const counts = new Map<string, Map<string, number>>();
  return {
    count: ({ service, action }) => {
      const actions = counts.get(service) ?? new Map<string, number>();
      counts.set(service, actions.set(action, (actions.get(action) ?? 0) + 1));
    },
    read: () => Object.fromEntries([...counts].map(([service, actions]) => [service, Object.fromEntries(actions)])),
    clear: () => counts.clear(),
  };
}
