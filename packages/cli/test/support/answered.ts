import { setTimeout as sleep } from 'node:timers/promises';

/** As Vibes does: sends again what a busy machine answers 5XX, but not at once. @returns the first other answer */
export async function answered<T extends { readonly status: number }>(send: () => Promise<T>): Promise<T> {
  for (;;) {
    const answer = await send();
    if (answer.status < 500) return answer;
    await sleep(100);
  }
}
