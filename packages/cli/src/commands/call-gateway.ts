import type { OpsContext } from '../frame/context';
import { OpsError } from '../frame/ops-error';
import { causeOf } from '../frame/post-json';
import type { DeployedStack } from '../reads/stack';

/** A callback that a command sends. */
export interface GatewayCall {
  readonly method: 'POST' | 'PUT';
  /** Below the endpoint: `/sms/mo`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer>;
}

export interface GatewayAnswer {
  readonly status: number;
  readonly requestId: string | null;
}

/**
 * By API Gateway's test invocation, from anywhere: the API's current method, with its own permission and stage. It skips
 * addresses, throttle, authorizer, the stage's permission and deployment, domain and TLS.
 */
export async function testInvoke(
  { clients }: OpsContext,
  stack: DeployedStack,
  resourceId: string,
  { method, path, headers, body }: GatewayCall & { readonly body: string },
): Promise<GatewayAnswer> {
  const { client, sdk } = await clients.apiGateway();
  const { status = 0, log = '' } = await client.send(
    new sdk.TestInvokeMethodCommand({
      restApiId: stack.output('RestApiId'),
      resourceId,
      httpMethod: method,
      pathWithQueryString: path,
      body,
      headers: { ...headers },
    }),
  );
  return { status, requestId: /Execution log for request (\S+)/.exec(log)?.[1] ?? null };
}

/** As Vibes calls; this machine's address must be allowed. */
export async function callUrl(
  url: string,
  { method, headers, body }: Omit<GatewayCall, 'path'>,
): Promise<GatewayAnswer> {
  const answer = await fetchUrl(url, { method, headers, body });
  return { status: answer.status, requestId: answer.headers.get('x-amzn-requestid') };
}

/** @throws OpsError if there is no answer within ten seconds */
export async function fetchUrl(url: string, { method, headers, body }: Omit<GatewayCall, 'path'>): Promise<Response> {
  try {
    return await fetch(url, { method, headers, body, signal: AbortSignal.timeout(10_000) });
  } catch (error) {
    throw new OpsError(
      'unreachable',
      `Cannot reach ${new URL(url).origin} (${causeOf(error)}): check the network. If it asks for a client certificate, only Vibes can call it.`,
    );
  }
}
