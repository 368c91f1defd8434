import { isRecord } from '../../template/properties';

export interface ReadEnvelope {
  readonly requestId: string;
  readonly receivedAt: Date;
  readonly route: string;
  /** All but the body. */
  readonly head: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
}

/** A message of the callback queue, where it is an envelope; S3's notification of one that was too large names its object. */
export function readEnvelope(text: string | undefined): ReadEnvelope | { readonly requestId: string } | undefined {
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

/** `overflow/<date>/<requestId>.json` */
function fromNotification({ Records }: Record<string, unknown>): { readonly requestId: string } | undefined {
  const [, requestId] =
    /"key":"overflow(?:%2F|\/)[\d-]+(?:%2F|\/)([\w-]+)\.json"/i.exec(JSON.stringify(Records ?? '')) ?? [];
  return requestId === undefined ? undefined : { requestId };
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
