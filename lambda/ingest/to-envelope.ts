import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { AskedProof, Envelope, Proof } from '../shared/envelope';
import { bodyOf, pathOf, requestIdOf } from './gateway-event';

/** Headers that stop at ingest: HTTP's credentials, and what API Gateway itself takes for credentials. */
const withheld: readonly string[] = [
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
  'x-amz-security-token',
];

/** The gateway's event as it is stored. */
export function toEnvelope(event: APIGatewayProxyEvent, proof: Proof, asked: AskedProof, receivedAt: string): Envelope {
  const headers = toLists(event.multiValueHeaders, (name) => name.toLowerCase());
  return {
    version: 1,
    requestId: requestIdOf(event),
    receivedAt,
    method: event.httpMethod,
    path: pathOf(event),
    query: Object.fromEntries(toLists(event.multiValueQueryStringParameters, (name) => name)),
    headers: Object.fromEntries([...headers].filter(([name]) => !withheld.includes(name))),
    sourceIp: event.requestContext.identity.sourceIp,
    proof,
    asked,
    body: bodyOf(event),
  };
}

/** Joins the lists of a name that came in several spellings, in their order. */
function toLists(
  lists: Readonly<Record<string, readonly string[] | undefined>> | null,
  rename: (name: string) => string,
): Map<string, string[]> {
  const renamed = new Map<string, string[]>();
  for (const [name, values] of Object.entries(lists ?? {})) {
    renamed.set(rename(name), [...(renamed.get(rename(name)) ?? []), ...(values ?? [])]);
  }
  return renamed;
}
