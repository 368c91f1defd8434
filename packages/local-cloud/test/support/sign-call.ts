import type { AccessKey } from '../../src/aws/iam/caller';
import { algorithm, amzTime, sha256Hex, signatureOf, signingKey } from '../../src/aws/server/sigv4';

export interface ToSign {
  readonly endpoint: string;
  readonly key: AccessKey;
  readonly service: string;
  readonly method?: string;
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly region?: string;
  readonly at?: Date;
  /** @default the body's hash, unsaid */
  readonly payloadHash?: string;
  /** Sent, and not signed. */
  readonly unsigned?: Readonly<Record<string, string>>;
}

/** The headers of a signed call, those that the client adds by itself left out. */
export function signCall(call: ToSign): Record<string, string> {
  const { endpoint, key, service, method = 'POST', url = '/', headers = {}, body = '', region = 'us-east-1' } = call;
  const time = amzTime(call.at ?? new Date());
  const scope = { date: time.slice(0, 8), region, service };
  const said = call.payloadHash === undefined ? {} : { 'x-amz-content-sha256': call.payloadHash };
  const sent = { ...headers, ...said, 'x-amz-date': time };
  const all = { ...sent, host: new URL(endpoint).host };
  const signedHeaders = Object.keys(all).sort();
  const payloadHash = call.payloadHash ?? sha256Hex(body);
  const signature = signatureOf(signingKey(key.secretAccessKey, scope), scope, {
    ...{ method, url, headers: all, signedHeaders, payloadHash, time },
  });
  const credential = `${key.accessKeyId}/${scope.date}/${region}/${service}/aws4_request`;
  const authorization = `${algorithm} Credential=${credential}, SignedHeaders=${signedHeaders.join(';')}, Signature=${signature}`;
  return { ...sent, ...call.unsigned, authorization };
}
