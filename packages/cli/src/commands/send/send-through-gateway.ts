import type { OpsContext } from '../../frame/context';
import { OpsError } from '../../frame/ops-error';
import type { DeployedStack } from '../../reads/stack';
import type { SampleRequest } from './sample-request';

export interface GatewayReply {
  readonly status: number;
  readonly requestId: string | null;
}

/** By the gateway's test invocation, which works from anywhere and skips addresses, throttle and authorizer. */
export async function sendThroughGateway(
  { clients }: OpsContext,
  stack: DeployedStack,
  { method, path, headers, body }: SampleRequest,
): Promise<GatewayReply> {
  const text = body.toString('utf8');
  if (!Buffer.from(text).equals(body)) {
    throw new OpsError(
      'sample-not-text',
      'A test invocation accepts only text, and this sample is binary: send it to a local cloud.',
    );
  }
  const { client, sdk } = await clients.apiGateway();
  const restApiId = stack.output('RestApiId');
  const resourceId = await resourceOf(path);
  const { status = 0, log = '' } = await client.send(
    new sdk.TestInvokeMethodCommand({
      restApiId,
      resourceId,
      httpMethod: method,
      pathWithQueryString: path,
      body: text,
      headers: { ...headers },
    }),
  );
  return { status, requestId: /Execution log for request (\S+)/.exec(log)?.[1] ?? null };

  async function resourceOf(wanted: string): Promise<string> {
    for await (const { items = [] } of sdk.paginateGetResources({ client }, { restApiId })) {
      const id = items.find((item) => item.path === wanted)?.id;
      if (id !== undefined) return id;
    }
    throw new OpsError('no-such-method', `The API has no ${wanted}: deploy the stack again.`);
  }
}

/** As Vibes calls. */
export async function sendToUrl(url: string, { method, headers, body }: SampleRequest): Promise<GatewayReply> {
  const answer = await fetch(url, {
    method,
    headers,
    body: new Uint8Array(body),
    signal: AbortSignal.timeout(10_000),
  });
  return { status: answer.status, requestId: answer.headers.get('x-amzn-requestid') };
}
