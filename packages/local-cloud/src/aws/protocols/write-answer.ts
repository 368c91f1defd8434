import { randomUUID } from 'node:crypto';
import type { AwsCall, Reply } from './call';
import { writeCbor } from './cbor';
import { type ServiceName, services } from './services';
import { writeQuery } from './write-query';

/** An action's output in the protocol of its call. Times are `Date`s, and written as each protocol has them. */
export function writeAnswer(call: Pick<AwsCall, 'service' | 'action' | 'protocol'>, output: unknown): Reply {
  const { service, action, protocol } = call;
  const requestId = randomUUID();
  const headers = { 'x-amzn-requestid': requestId };
  switch (protocol) {
    case 'cbor':
      return { status: 200, headers: { ...headers, ...cborHeaders }, body: writeCbor(output) };
    case 'query':
      return {
        status: 200,
        headers: { ...headers, 'content-type': 'text/xml' },
        body: writeQuery(service, action, output, requestId),
      };
    case 'json':
    case 'rest-json':
    case 's3':
      return { status: 200, headers: { ...headers, 'content-type': jsonType(service) }, body: writeJson(output) };
    default:
      return protocol satisfies never;
  }
}

export const cborHeaders = { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' } as const;

export function jsonType(service: ServiceName): string {
  return services[service].jsonType ?? 'application/x-amz-json-1.1';
}

/** A time is a number of seconds. `JSON.stringify` would turn it into text before a replacer sees it. */
function writeJson(output: unknown): string {
  return JSON.stringify(output, function replace(this: Record<string, unknown>, key: string, value: unknown) {
    const original = this[key];
    return original instanceof Date ? original.getTime() / 1000 : value;
  });
}
