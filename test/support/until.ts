/**
 * Waits for what happens elsewhere; the test's own timeout is the limit. What takes long to look at is looked at less
 * often: it would take the processor that what is waited for needs.
 */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (;;) {
    const beganAt = performance.now();
    if (await condition()) return;
    const pauseMs = Math.max(20, performance.now() - beganAt);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
