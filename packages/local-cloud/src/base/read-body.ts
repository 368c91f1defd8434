import type { IncomingMessage } from 'node:http';

/** A whole body. @throws Error if the sender disconnected before the end */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  return (await readBodyUpTo(request, Number.POSITIVE_INFINITY)) ?? Buffer.alloc(0);
}

/**
 * The same, from a sender that may be malicious.
 * @returns undefined as soon as it is larger; what still comes is up to the caller
 */
export function readBodyUpTo(request: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBytes) chunks.push(chunk);
      else {
        chunks.length = 0;
        resolve(undefined);
      }
    });
    request.on('end', () =>
      resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)),
    );
    request.on('error', reject);
  });
}
