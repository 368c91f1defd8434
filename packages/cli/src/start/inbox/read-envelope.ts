import { isRecord } from '@vibes-callbacks/local-cloud';

export interface ReadEnvelope {
  readonly requestId: string;
  readonly receivedAt: Date;
  readonly route: string;
  /** All but the body. */
  readonly head: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
}

/** S3's notification of an envelope that was too large for a message, or that SQS refused. */
export interface EnvelopeObject {
  readonly objectKey: string;
}

/** A message of the callback queue that is an envelope, or that names the object with it. */
export function readEnvelope(text: string | undefined): ReadEnvelope | EnvelopeObject | undefined {
  const value = parsed(text);
  if (!isRecord(value)) return undefined;
  const { body, ...head } = value;
  const { requestId, receivedAt, path } = head;
  if (typeof requestId !== 'string' || typeof body !== 'string') return fromNotification(value);
  const at = new Date(String(receivedAt));
  return {
    requestId,
    receivedAt: Number.isNaN(at.getTime()) ? new Date(0) : at,
    route: String(path),
    head,
    body: Buffer.from(body, 'base64'),
  };
}

function fromNotification({ Records }: Record<string, unknown>): EnvelopeObject | undefined {
  const [, key] = /"key":"(overflow(?:%2F|\/)[^"]+)"/i.exec(JSON.stringify(Records ?? '')) ?? [];
  try {
    return key === undefined ? undefined : { objectKey: decodeURIComponent(key.replaceAll('+', ' ')) };
  } catch {
    return undefined;
  }
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
