/** What it needs of a queue. */
interface HidingQueue {
  readonly inflightMessages: ReadonlyMap<string, { readonly visibilityDeadline: number }>;
  changeVisibility(receiptHandle: string, seconds: number): void;
}

/** Messages in flight, as they were when they were received. */
export interface HiddenMessages {
  /**
   * Messages that are still there, with an unchanged visibility timeout, come back after this share of the rest of that
   * timeout: no worker has them any more.
   */
  comeBackSooner(share: number): void;
}

export function hiddenMessages(queue: HidingQueue | undefined, receiptHandles: readonly string[]): HiddenMessages {
  const deadlineOf = (handle: string) => queue?.inflightMessages.get(handle)?.visibilityDeadline;
  const deadlines = receiptHandles.map((handle) => ({ handle, deadline: deadlineOf(handle) }));
  return {
    comeBackSooner: (share) => {
      const now = Date.now();
      for (const { handle, deadline } of deadlines) {
        if (deadline === undefined || deadlineOf(handle) !== deadline) continue;
        queue?.changeVisibility(handle, Math.max(0.001, ((deadline - now) / 1000) * share));
      }
    },
  };
}
