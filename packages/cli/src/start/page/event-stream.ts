import { messageReader } from './message-reader';
import { passHeader } from './pass';

/** `closed`: it refuses, and there is no new attempt. */
export type StreamEnd = 'lost' | 'closed';

export interface StreamListener {
  /** Of one message: the name of its event, and its data. */
  onMessage(name: string, data: string): void;
  onEnd(end: StreamEnd): void;
}

const againAfterMs = 2000;

/**
 * Server-sent events by `fetch`: an `EventSource` can send no header. A connection that is lost is opened again.
 * @returns what ends it
 */
export function openStream(path: string, listener: StreamListener): () => void {
  const ended = new AbortController();
  const { signal } = ended;
  void follow(path, listener, signal);
  return () => ended.abort();
}

async function follow(path: string, listener: StreamListener, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const end = await read(path, listener, signal).catch(() => 'lost' as const);
    if (signal.aborted) return;
    listener.onEnd(end);
    if (end === 'closed') return;
    await new Promise((resolve) => setTimeout(resolve, againAfterMs));
  }
}

async function read(path: string, { onMessage }: StreamListener, signal: AbortSignal): Promise<StreamEnd> {
  const response = await fetch(path, { headers: passHeader(), signal, cache: 'no-store' });
  // While it starts, the local cloud answers 503.
  if (!response.ok || response.body === null) return response.status < 500 ? 'closed' : 'lost';
  const take = messageReader(onMessage);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done || signal.aborted) return 'lost';
    take(value);
  }
}
