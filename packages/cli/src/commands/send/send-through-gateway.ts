import { isUtf8 } from 'node:buffer';
import type { OpsContext } from '../../frame/context';
import { OpsError } from '../../frame/ops-error';
import type { DeployedStack } from '../../reads/stack';
import { type GatewayAnswer, testInvoke } from '../call-gateway';
import type { SampleRequest } from './sample-request';

export async function sendThroughGateway(
  context: OpsContext,
  stack: DeployedStack,
  sample: SampleRequest,
): Promise<GatewayAnswer> {
  if (needsUrl(sample)) {
    throw new OpsError(
      'sample-not-text',
      'A test invocation accepts only text, and this sample is binary: send it to a local cloud.',
    );
  }
  const body = sample.body.toString('utf8');
  return testInvoke(context, stack, await resourceOf(context, stack, sample.path), { ...sample, body });
}

/** Its bytes are not text, which is all that a test invocation takes. */
export function needsUrl({ body }: SampleRequest): boolean {
  return !isUtf8(body);
}

async function resourceOf({ clients }: OpsContext, stack: DeployedStack, path: string): Promise<string> {
  const { client, sdk } = await clients.apiGateway();
  for await (const { items = [] } of sdk.paginateGetResources({ client }, { restApiId: stack.output('RestApiId') })) {
    const id = items.find((item) => item.path === path)?.id;
    if (id !== undefined) return id;
  }
  throw new OpsError('no-such-method', `The API has no ${path}: deploy the stack again.`);
}
