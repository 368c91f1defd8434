import type { AccessKey } from './iam/caller';
import type { LocalAws } from './local-aws';
import { services } from './protocols/services';
import { jsonType } from './protocols/write-answer';
import { algorithm, amzTime, sha256Hex, signatureOf, signingKey } from './server/sigv4';

export type OperatorAccess = Pick<LocalAws, 'endpoint' | 'region' | 'operator'>;

/** The server answered with an error. */
export class OwnerCallError extends Error {
  override readonly name = 'OwnerCallError';

  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** One call of the operator to the AWS server, signed as any other. */
export async function ownerCall(
  aws: OperatorAccess,
  service: 'sqs' | 'secretsmanager' | 'dynamodb',
  action: string,
  input: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  const body = JSON.stringify(input);
  const headers = { 'content-type': jsonType(service), 'x-amz-target': `${services[service].target}.${action}` };
  const response = await fetch(aws.endpoint, { method: 'POST', headers: signed(aws, service, headers, body), body });
  const text = await response.text();
  if (!response.ok)
    throw new OwnerCallError(response.status, `${service}:${action} answered ${response.status}: ${text}`);
  return text === '' ? {} : JSON.parse(text);
}

/** Writes an object as a role of the template, whose policies decide. @throws OwnerCallError where S3 refuses it */
export async function putObjectAs(
  aws: Pick<LocalAws, 'endpoint' | 'region'>,
  role: AccessKey,
  { bucket, key, body }: { readonly bucket: string; readonly key: string; readonly body: string },
): Promise<void> {
  const path = `/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
  const headers = {
    'content-type': 'application/octet-stream',
    'x-amz-content-sha256': sha256Hex(body),
    // A role's session has a token; the key alone says whose it is.
    'x-amz-security-token': 'service',
  };
  const access = { endpoint: aws.endpoint, region: aws.region, operator: role };
  const request = { method: 'PUT', headers: signed(access, 's3', headers, body, { method: 'PUT', url: path }), body };
  const response = await fetch(new URL(path, aws.endpoint), request);
  const text = await response.text();
  if (!response.ok) throw new OwnerCallError(response.status, `s3:PutObject answered ${response.status}: ${text}`);
}

function signed(
  { endpoint, region, operator }: OperatorAccess,
  service: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  target = { method: 'POST', url: '/' },
): Readonly<Record<string, string>> {
  const time = amzTime(new Date());
  const scope = { date: time.slice(0, 8), region, service };
  const { host } = new URL(endpoint);
  const all = { ...headers, host, 'x-amz-date': time };
  const signedHeaders = Object.keys(all).sort();
  const payloadHash = sha256Hex(body);
  const request = { ...target, headers: all, signedHeaders, payloadHash, time };
  const signature = signatureOf(signingKey(operator.secretAccessKey, scope), scope, request);
  const credential = `${operator.accessKeyId}/${time.slice(0, 8)}/${region}/${service}/aws4_request`;
  const authorization = `${algorithm} Credential=${credential}, SignedHeaders=${signedHeaders.join(';')}, Signature=${signature}`;
  return { ...headers, 'x-amz-date': time, authorization };
}
