import { randomUUID } from 'node:crypto';
import type { DeliveryStream } from './delivery-stream';

export interface FirehoseParts {
  /** What a minute of Firehose's takes here. */
  readonly minuteMs: number;
  now(): Date;
  /** As the stream's role. */
  write(stream: DeliveryStream, key: string, body: string): Promise<void>;
  onError(error: unknown): void;
}

export interface Firehose {
  /** Takes a record. The stream's records are delivered together, after its time or once there are enough. */
  put(streamArn: string, record: string): void;
  /** Delivers what every stream has. */
  flush(): Promise<void>;
  /** Forgets it. */
  clear(): void;
}

interface Waiting {
  readonly records: string[];
  bytes: number;
  timer: NodeJS.Timeout | undefined;
}

/** Firehose, in memory: a kill loses what is not delivered. A delivery that fails is reported and not tried again. */
export function createFirehose(streams: () => readonly DeliveryStream[], parts: FirehoseParts): Firehose {
  const buffers = new Map<string, Waiting>();
  const underWay = new Set<Promise<void>>();
  const deliver = (stream: DeliveryStream) => {
    const buffer = buffers.get(stream.arn);
    buffers.delete(stream.arn);
    if (buffer === undefined) return;
    clearTimeout(buffer.timer);
    const delivery = parts.write(stream, keyOf(stream, parts.now()), buffer.records.join('')).catch(parts.onError);
    underWay.add(delivery);
    delivery.finally(() => underWay.delete(delivery));
  };
  return {
    put: (arn, record) => {
      const stream = streams().find((one) => one.arn === arn);
      if (stream === undefined) return parts.onError(new Error(`There is no Firehose stream ${arn} in the stack.`));
      const buffer = buffers.get(arn) ?? { records: [], bytes: 0, timer: undefined };
      buffers.set(arn, buffer);
      buffer.records.push(record);
      buffer.bytes += Buffer.byteLength(record);
      if (buffer.bytes >= stream.bufferBytes) return deliver(stream);
      buffer.timer ??= setTimeout(() => deliver(stream), (stream.bufferSeconds * parts.minuteMs) / 60).unref();
    },
    flush: async () => {
      for (const stream of streams()) deliver(stream);
      await Promise.all(underWay);
    },
    clear: () => {
      for (const { timer } of buffers.values()) clearTimeout(timer);
      buffers.clear();
    },
  };
}

/**
 * `<prefix>2026/05/06/07/<stream>-1-2026-05-06-07-08-09-<UUID>`, in UTC (developer guide, "Amazon S3 object name
 * format").
 */
function keyOf({ prefix, name }: DeliveryStream, now: Date): string {
  const time = now.toISOString();
  return `${prefix}${time.slice(0, 13).replaceAll(/[-T]/g, '/')}/${name}-1-${time.slice(0, 19).replaceAll(/[T:]/g, '-')}-${randomUUID()}`;
}
