import type { AwsService, Caller } from '../../src/aws/protocols/call';
import type { ServiceName } from '../../src/aws/protocols/services';

/** What a service answers to a call in JSON: its members, or the code of its error. */
export async function ask(
  service: AwsService,
  name: ServiceName,
  action: string,
  input: Readonly<Record<string, unknown>> = {},
  caller: Caller = { arn: 'arn:caller', userId: 'caller' },
): Promise<Record<string, unknown>> {
  const call = { service: name, protocol: 'json', action, method: 'POST', url: '/', headers: {}, input } as const;
  const { status, body } = await service.handle({ ...call, body: Buffer.alloc(0) }, () => true, caller);
  const answer = JSON.parse(body.toString());
  return status === 200 ? answer : { error: String(answer.__type).split('#')[1], status, message: answer.message };
}

/** What a call needs: `action resource`. */
export function needs(
  service: AwsService,
  name: ServiceName,
  action: string,
  input: Readonly<Record<string, unknown>> = {},
): readonly string[] {
  const call = { service: name, protocol: 'json', action, method: 'POST', url: '/', headers: {}, input } as const;
  return service.requirements({ ...call, body: Buffer.alloc(0) }).map((one) => `${one.action} ${one.resource}`);
}
