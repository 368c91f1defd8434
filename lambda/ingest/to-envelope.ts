import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { Envelope, Proof } from '../core/envelope';

/** Credentials go no further than ingest. */
const withheld: readonly string[] = ['authorization', 'proxy-authorization', 'cookie', 'set-cookie'];

/** The gateway's event as it is kept. */
export function toEnvelope(event: APIGatewayProxyEvent, proof: Proof, receivedAt: string): Envelope {
  return {
    version: 1,
    requestId: event.requestContext.requestId,
    receivedAt,
    method: event.httpMethod,
    path: event.path,
    query: toMultiMap(event.multiValueQueryStringParameters, (name) => name),
    headers: headersOf(event),
    sourceIp: event.requestContext.identity.sourceIp,
    proof,
    body: bodyOf(event),
  };
}

/** Names in lower case: HTTP does not tell them apart. */
export function headersOf(event: APIGatewayProxyEvent): Record<string, string[]> {
  const headers = toMultiMap(event.multiValueHeaders, (name) => name.toLowerCase());
  for (const name of withheld) delete headers[name];
  return headers;
}

/** The exact bytes that were sent. */
export function bodyOf({ body, isBase64Encoded }: APIGatewayProxyEvent): Uint8Array {
  return Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8');
}

type Lists = Readonly<Record<string, readonly string[] | undefined>> | null;

function toMultiMap(lists: Lists, rename: (name: string) => string): Record<string, string[]> {
  const map = new Map<string, string[]>();
  for (const [name, values] of Object.entries(lists ?? {})) {
    map.set(rename(name), [...(map.get(rename(name)) ?? []), ...(values ?? [])]);
  }
  return Object.fromEntries(map);
}
