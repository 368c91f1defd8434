import type { AwsCall, Reply } from '../../src/aws/protocols/call';
import type { ServiceName } from '../../src/aws/protocols/services';

/** A call as the server would have read it. */
export function callOf(service: ServiceName, action: string, input: Readonly<Record<string, unknown>> = {}): AwsCall {
  const body = Buffer.from(JSON.stringify(input));
  return { service, protocol: 'json', action, method: 'POST', url: '/', headers: {}, body, input };
}

export function jsonOf({ body }: Reply): Record<string, unknown> {
  return JSON.parse(body.toString());
}
