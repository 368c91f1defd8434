import { setTimeout as sleep } from 'node:timers/promises';
import type { RawAnswer, RawConnection } from './raw-connection';

/**
 * Each connection sends its next request when the last one is answered, and the same again as long as it is not taken.
 * @returns how often one was not
 */
export async function sendAll(
  connections: readonly RawConnection[],
  requests: readonly Buffer[],
  isTaken: (answer: RawAnswer) => boolean,
): Promise<number> {
  let next = 0;
  let refused = 0;
  const sendMine = async (connection: RawConnection) => {
    for (let request = requests[next++]; request !== undefined; request = requests[next++]) {
      while (!isTaken(await connection.request(request))) refused += 1;
    }
  };
  await Promise.all(connections.map(sendMine));
  return refused;
}

/** Sends at a fixed rate. A callback that finds every connection busy goes out late, and its time counts from when it was due. */
export async function sendPaced(
  connections: readonly RawConnection[],
  requests: readonly Buffer[],
  perSecond: number,
  onAnswer: (answer: RawAnswer, dueAtMs: number) => void,
): Promise<void> {
  const startedAt = performance.now();
  const idle = [...connections];
  const due = requests.map((request, index) => ({ request, dueAtMs: startedAt + (index * 1000) / perSecond }));
  const running: Promise<void>[] = [];
  while (due.length > 0) {
    const connection = (due[0]?.dueAtMs ?? 0) <= performance.now() ? idle.pop() : undefined;
    const one = connection === undefined ? undefined : due.shift();
    if (connection === undefined || one === undefined) {
      await sleep(1);
      continue;
    }
    const answered = connection.request(one.request).then((answer) => {
      idle.push(connection);
      onAnswer(answer, one.dueAtMs);
    });
    running.push(answered);
  }
  await Promise.all(running);
}
