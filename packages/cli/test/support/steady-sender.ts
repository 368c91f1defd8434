import { setTimeout as wait } from 'node:timers/promises';
import { until } from '../../../../test/support/until';
import { moMessage } from './rehearsal';

/** Sends MO messages as Vibes does, at a constant rate. */
export interface SteadySender {
  /** Sends this password from now on. */
  use(password: string): void;
  /** How many messages were started. */
  begun(): number;
  /** Resolves once this many messages were started. */
  past(count: number): Promise<void>;
  /** How often each status came so far, repeats included. */
  answers(): Readonly<Record<number, number>>;
  /** Resolves once all were accepted. */
  done: Promise<unknown>;
}

const retryMs = 100;

/** @param mayEnd it keeps sending until this is true: on a busy machine, what happens meanwhile takes longer */
export function startSteadySender(
  url: string,
  total: number,
  perSecond: number,
  password: string,
  mayEnd: () => boolean = () => true,
): SteadySender {
  const answers: Record<number, number> = {};
  let current = password;
  let begun = 0;
  const deliver = async (id: string): Promise<void> => {
    const status = await attempt(url, id, current);
    if (status !== null) answers[status] = (answers[status] ?? 0) + 1;
    if (status === 200) return;
    // As Vibes does: a refused message comes again, with the current password. At once it would only add to the load.
    await wait(retryMs);
    await deliver(id);
  };
  const deliveries: Promise<void>[] = [];
  const done = new Promise<void>((resolve, reject) => {
    const timer = setInterval(() => {
      deliveries.push(deliver(`steady-${begun}`));
      begun += 1;
      if (begun < total || !mayEnd()) return;
      clearInterval(timer);
      Promise.all(deliveries).then(() => resolve(), reject);
    }, 1_000 / perSecond);
  });
  return {
    use: (next) => {
      current = next;
    },
    begun: () => begun,
    past: (count) => until(() => begun >= count),
    answers: () => answers,
    done,
  };
}

/** @returns null without an answer: a busy machine may not even take the connection in time */
async function attempt(url: string, id: string, password: string): Promise<number | null> {
  const headers = { authorization: `Basic ${btoa(`vibes:${password}`)}` };
  try {
    const answer = await fetch(url, { method: 'POST', body: moMessage(id), headers });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return null;
  }
}
