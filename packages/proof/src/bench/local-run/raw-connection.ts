import { connect, type Socket } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  readonly head: string;
  readonly body: Buffer;
}

export interface RawConnection {
  /** Sends a whole request; one at a time. */
  request(bytes: Buffer): Promise<RawAnswer>;
  close(): void;
}

interface Waiting {
  resolve(answer: RawAnswer): void;
  reject(error: Error): void;
}

/**
 * An HTTP/1.1 connection that is kept, with nothing of a client but the reading of answers: Node's own client costs
 * several times as much, and what sends the load shares the two cores with what is measured.
 */
export async function openRawConnection(port: number): Promise<RawConnection> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  let waiting: Waiting | undefined;
  let received = Buffer.alloc(0);
  const fail = (error: Error) => waiting?.reject(error);
  socket.on('error', fail);
  socket.on('close', () => fail(new Error('the connection was closed')));
  socket.on('data', (chunk) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const answer = readAnswer(received);
    if (answer === undefined) return;
    received = Buffer.alloc(0);
    const { resolve } = waiting ?? unasked(socket);
    waiting = undefined;
    resolve(answer);
  });
  return {
    request: (bytes) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(bytes);
      }),
    close: () => socket.destroy(),
  };
}

export function openRawConnections(port: number, count: number): Promise<readonly RawConnection[]> {
  return Promise.all(Array.from({ length: count }, () => openRawConnection(port)));
}

/** A whole answer, or nothing as long as it is not whole. @throws Error for one without a length */
export function readAnswer(received: Buffer): RawAnswer | undefined {
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = received.toString('latin1', 0, end);
  const length = headerOf(head, 'content-length');
  if (length === undefined) throw new Error(`an answer without a content-length: ${head}`);
  const body = received.subarray(end + 4);
  if (body.length < Number(length)) return undefined;
  return { status: Number(head.slice(9, 12)), head, body };
}

export function headerOf(head: string, name: string): string | undefined {
  return new RegExp(`^${name}: *(.*)$`, 'im').exec(head)?.[1]?.trim();
}

export function rawRequest(
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
): Buffer {
  const lines = Object.entries({ ...headers, host: '127.0.0.1', 'content-length': String(body.length) });
  const head = [`${method} ${path} HTTP/1.1`, ...lines.map(([name, value]) => `${name}: ${value}`)];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), body]);
}

function unasked(socket: Socket): never {
  socket.destroy();
  throw new Error('an answer that nobody asked for');
}
