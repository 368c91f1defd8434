import type { Envelope } from '../../../../lambda/shared/envelope';

export type EnvelopeParts = Partial<Omit<Envelope, 'body' | 'headers'>> & {
  readonly body: string | Uint8Array;
  /** One value a header; names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
};

/** An envelope as ingest makes it, with the parts that a test cares about. */
export function envelopeOf({ body, headers = {}, ...parts }: EnvelopeParts): Envelope {
  return {
    version: 1,
    requestId: '0f3d9d0c-0000-4000-8000-000000000001',
    receivedAt: '2024-05-06T12:08:09.123Z',
    method: 'POST',
    path: '/platform',
    query: {},
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    sourceIp: '35.155.139.143',
    proof: 'source',
    body: typeof body === 'string' ? Buffer.from(body, 'utf8') : body,
    ...parts,
  };
}
