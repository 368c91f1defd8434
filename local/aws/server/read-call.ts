import type { IncomingMessage } from 'node:http';
import { isRecord } from '../../template/properties';
import { type AwsCall, type Reply, type ServiceName, serviceNames } from '../call';
import { commonError } from '../error-reply';
import { s3Action } from '../s3/s3-action';

export interface SignedCall {
  readonly accessKeyId: string;
  /** Which worker calls (`x-amz-security-token`); empty where a caller has none. */
  readonly sessionToken: string;
  readonly call: AwsCall;
}

/** Reads who calls which action of which service; a call that cannot be read is a reply. */
export async function readCall(request: IncomingMessage): Promise<SignedCall | Reply> {
  const body = await readBody(request);
  const scope = /Credential=([^/\s,]+)\/\d{8}\/[^/]*\/([^/]+)\/aws4_request/.exec(request.headers.authorization ?? '');
  const [, accessKeyId, service] = scope ?? [];
  if (accessKeyId === undefined || service === undefined) return unsigned(request);
  if (!isServiceName(service)) return unsupportedTypes(service);
  const sessionToken = request.headers['x-amz-security-token'];
  const call = toCall(service, request, body);
  if ('status' in call) return call;
  return { accessKeyId, sessionToken: typeof sessionToken === 'string' ? sessionToken : '', call };
}

function toCall(service: ServiceName, request: IncomingMessage, body: Buffer): AwsCall | Reply {
  const { method = 'GET', url = '/', headers } = request;
  const common = { service, method, url, headers, body };
  if (service === 's3') {
    const action = s3Action(method, url, headers);
    if (action !== undefined) return { ...common, action, input: {} };
    return commonError('s3', 'unknown-action', 'The local cloud does not support this call of S3.');
  }
  const action = String(headers['x-amz-target'] ?? '').split('.')[1] ?? '';
  const input = parseInput(body);
  if (input === undefined) return commonError(service, 'malformed', 'The body is not a JSON object.');
  return { ...common, action, input };
}

function parseInput(body: Buffer): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body.toString());
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}

function isServiceName(service: string): service is ServiceName {
  return (serviceNames as readonly string[]).includes(service);
}

function unsigned({ headers }: IncomingMessage): Reply {
  const service: ServiceName = headers['x-amz-target'] === undefined ? 's3' : 'dynamodb';
  return commonError(
    service,
    'unknown-key',
    'The call is not signed: it has no Authorization header with a credential.',
  );
}

function unsupportedTypes(service: string): Reply {
  return commonError('dynamodb', 'unknown-action', `The local cloud does not support the service ${service}.`);
}
