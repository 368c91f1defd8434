// FOUNDER: stop, do not commit this: read G3 at the end of /tmp/brief/requests.md (the SDK clients stay).
import * as http from 'node:http';
import * as https from 'node:https';
import { sign } from 'aws4';
import type { Environment } from './client-options';
import { onLiveConnection } from './live-connection';

/** An answer of AWS that is not a 2XX; its name is the service's own code. The message quotes nothing. */
export class AwsError extends Error {
  constructor(
    override readonly name: string,
    readonly statusCode: number,
  ) {
    super(`${name} (${statusCode})`);
  }
}

export interface AwsCall {
  readonly method: 'POST' | 'PUT';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Sends a signed call, once, and gives the text of the answer.
 * @throws AwsError for an answer that is not a 2XX, AbortError after the signal, Node's own error without an answer
 */
export type SendCall = (call: AwsCall, signal: AbortSignal) => Promise<string>;

export interface AwsClientOptions {
  readonly service: 'sqs' | 'secretsmanager' | 's3';
  /**
   * The bucket that the host is named after.
   * @default - the service's own host
   */
  readonly bucket?: string;
  /**
   * Whether a connection is used again.
   * @default true
   */
  readonly keepAlive?: boolean;
}

/**
 * A client for the few calls of ingest, without the AWS SDK: a start takes a third of the time, and the overflow write
 * needs no 300 KB of S3 client in the very moment when time is short (docs/decisions). The signature is aws4's.
 */
export function createAwsClient(options: AwsClientOptions, environment: Environment): SendCall {
  const { service, keepAlive = true } = options;
  const endpoint = endpointOf(options, environment);
  const { Agent, request } = endpoint.protocol === 'http:' ? http : https;
  const agent = new Agent({ keepAlive });
  const region = environment.AWS_REGION ?? '';
  const credentials = credentialsOf(environment);

  const exchange = (call: AwsCall, signal: AbortSignal): Promise<string> =>
    new Promise((resolve, reject) => {
      const { host, hostname, port } = endpoint;
      const headers = { host, ...call.headers };
      const signed = sign({ ...call, headers, service, region, hostname, port }, credentials);
      const sent = request({ ...signed, agent, signal }, (response) => {
        readText(response)
          .then((text) => resolve(accepted(response.statusCode ?? 0, text)), reject)
          .catch(reject);
      });
      sent.on('error', reject);
      sent.end(call.body);
    });

  return (call, signal) => onLiveConnection(() => exchange(call, signal));
}

/** `AWS_ENDPOINT_URL` steers every service (the local cloud sets it); without it, the service's own host. */
function endpointOf({ service, bucket }: AwsClientOptions, environment: Environment): URL {
  const { AWS_ENDPOINT_URL: endpoint, AWS_REGION: region = '' } = environment;
  if (endpoint !== undefined) return new URL(endpoint);
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return new URL(`https://${bucket === undefined ? '' : `${bucket}.`}${service}.${region}.${suffix}`);
}

/** Lambda hands the role's credentials over in the environment. */
function credentialsOf(environment: Environment) {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = environment;
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    throw new Error('AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set, as they are in Lambda');
  }
  const { AWS_SESSION_TOKEN: sessionToken } = environment;
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
}

async function readText(response: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function accepted(statusCode: number, text: string): string {
  if (statusCode >= 200 && statusCode < 300) return text;
  throw new AwsError(codeIn(text), statusCode);
}

/** `{"__type":"com.amazonaws.sqs#QueueDoesNotExist"}` of the JSON protocols, `<Code>SlowDown</Code>` of S3. */
function codeIn(text: string): string {
  const [, json, xml] = /"__type"\s*:\s*"(?:[^"#]*#)?([A-Za-z.]+)"|<Code>([A-Za-z.]+)<\/Code>/.exec(text) ?? [];
  return json ?? xml ?? 'UnknownError';
}
