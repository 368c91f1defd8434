import { outcomesBudget } from './budget';
import type { OutcomesDeps } from './deps';
import { type DueItem, dueMsOf } from './due-item';

/** What is still due after this long was sent by earlier ticks, unless they were cut short or failed. */
const lateMs = 15 * 60_000;

/**
 * Sends what is due to the queue, whose workers decide what it means for the message and remove it. If the next tick
 * sends an item again before they reach it, the second copy adds nothing, and may publish the same version again.
 *
 * A worker gives nothing that is due back to the queue, so it never becomes an undelivered event. What stays due makes
 * the tick fail instead, which raises an alarm.
 * @throws Error if something has been due for too long, once everything is sent
 */
export async function tick(remainingMs: () => number, deps: OutcomesDeps): Promise<void> {
  const { table, queue, now, log } = deps;
  const nowMs = now();
  const signal = deps.abortAfter(Math.max(0, remainingMs() - outcomesBudget.answerMs));
  const late: DueItem[] = [];
  let sent = 0;
  for await (const due of table.listDue(nowMs, signal)) {
    late.push(...due.filter((one) => dueMsOf(one) < nowMs - lateMs));
    if (remainingMs() < outcomesBudget.tickMs) {
      log({ code: 'TickCutShort', level: 'warn', sent });
      break;
    }
    if (due.length > 0) await queue.send(due, signal);
    sent += due.length;
  }
  if (sent > 0) log({ code: 'DueSent', sent });
  const [first] = late;
  if (first === undefined) return;
  log({ code: 'DueTooLong', level: 'error', count: late.length, ...first });
  throw new Error('Something has been due for too long.');
}
