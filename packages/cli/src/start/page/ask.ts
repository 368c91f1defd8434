import { passHeader } from './pass';

/** Calls the local cloud. @throws Error with the sentence of its answer */
export async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
  const headers = passHeader();
  const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
  const response = await fetch(path, init).catch(() => {
    throw new Error('The local cloud does not answer: is it still running?');
  });
  const answer: unknown = await response.json();
  if (response.ok) return answer as T;
  throw new Error(sentenceIn(answer) ?? `The local cloud answered ${response.status}.`);
}

export async function askBytes(path: string): Promise<Uint8Array> {
  return new Uint8Array(await (await askFile(path)).arrayBuffer());
}

/** Saves it as a file. A link would not send the pass, as `ask` does. */
export async function download(path: string): Promise<void> {
  const response = await askFile(path);
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? 'callback.bin';
  link.click();
  // A browser may begin to read it later.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

async function askFile(path: string): Promise<Response> {
  const response = await fetch(path, { headers: passHeader() });
  if (!response.ok) throw new Error('These bytes are no longer kept.');
  return response;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function sentenceIn(answer: unknown): string | undefined {
  if (typeof answer !== 'object' || answer === null || !('message' in answer)) return undefined;
  return String(answer.message);
}
