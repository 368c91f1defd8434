/** One call of the local cloud. @throws Error with the sentence that it answered with */
export async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
  const response = await fetch(path, init).catch(() => {
    throw new Error('The local cloud does not answer: is it still running?');
  });
  const answer: unknown = await response.json();
  if (response.ok) return answer as T;
  throw new Error(sentenceIn(answer) ?? `The local cloud answered ${response.status}.`);
}

export async function askBytes(path: string): Promise<Uint8Array> {
  const response = await fetch(path);
  if (!response.ok) throw new Error('These bytes are not kept any more.');
  return new Uint8Array(await response.arrayBuffer());
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function sentenceIn(answer: unknown): string | undefined {
  if (typeof answer !== 'object' || answer === null || !('message' in answer)) return undefined;
  return String(answer.message);
}
