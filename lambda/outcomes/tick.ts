import { outcomesBudget } from './budget';
import type { OutcomesDeps } from './deps';

/**
 * Sends what is due to the queue, whose workers decide what it means for the message and remove it. If the next tick
 * sends an item again before they reach it, the second copy adds nothing, and may publish the same version again.
 */
export async function tick(remainingMs: () => number, deps: OutcomesDeps): Promise<void> {
  const { table, queue, now, log } = deps;
  const nowMs = now();
  const signal = deps.abortAfter(Math.max(0, remainingMs() - outcomesBudget.answerMs));
  let sent = 0;
  for await (const due of table.listDue(nowMs, signal)) {
    if (remainingMs() < outcomesBudget.tickMs) {
      log({ code: 'TickCutShort', level: 'warn', sent });
      return;
    }
    if (due.length > 0) await queue.send(due, signal);
    sent += due.length;
  }
  if (sent > 0) log({ code: 'DueSent', sent });
}
