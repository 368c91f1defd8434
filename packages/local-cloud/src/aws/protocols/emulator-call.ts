import type { AwsCall, Reply } from './call';
import { services } from './services';

interface Emulator {
  handle(call: Pick<AwsCall, 'method' | 'url' | 'headers' | 'body'>): Promise<Reply>;
}

/**
 * One call by the local cloud itself, which bypasses the server.
 * @throws Error with the emulator's answer when it is not 200
 */
export async function callAsOwner(
  emulator: Emulator,
  request: {
    readonly service: 'sqs' | 'dynamodb';
    readonly action: string;
    readonly input: Readonly<Record<string, unknown>>;
    readonly region: string;
  },
): Promise<Record<string, unknown>> {
  const { service, action, input, region } = request;
  const reply = await emulator.handle({
    method: 'POST',
    url: '/',
    headers: {
      'content-type': services[service].jsonType,
      'x-amz-target': `${services[service].target}.${action}`,
      'x-amz-date': '20260101T000000Z',
      authorization: `AWS4-HMAC-SHA256 Credential=local/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=local`,
    },
    body: Buffer.from(JSON.stringify(input)),
  });
  const text = reply.body.toString();
  if (reply.status !== 200) throw new Error(`${service}:${action} answered ${reply.status}: ${text}`);
  return text === '' ? {} : JSON.parse(text);
}
