import { isRecord, parseJson } from '../../../../lambda/shared/json';
import type { OpsContext } from '../frame/context';
import type { DeployedStack } from '../reads/stack';
import { fetchUrl } from './call-gateway';
import type { SmokeStep, SmokeTest } from './smoke-steps';

/** What the authorizer decides about a caller. */
interface Authorization {
  /** The status that the caller would get; 0 if the authorizer answered (API reference, TestInvokeAuthorizer). */
  readonly status: number;
  readonly allows: boolean;
}

type Finding = Pick<SmokeStep, 'ok' | 'detail'>;

const good: Finding = { ok: true };
const bad = (detail: string): Finding => ({ ok: false, detail });

/** What a test invocation of the method skips, as far as it can be tested without a call from Vibes' addresses. */
export async function gatewaySteps(context: OpsContext, stack: DeployedStack, test: SmokeTest): Promise<SmokeStep[]> {
  const without = withoutCredentials(test.headers);
  return [
    await timed(context, 'credentials pass the authorizer', () => passes(context, stack, test.headers)),
    await timed(context, 'challenged without credentials', () => challenges(context, stack, without)),
    await timed(context, 'the stage has this deployment', () => isDeployed(context, stack)),
  ];
}

/** The challenge that a caller of the URL gets. Without it, a client that waits for it never sends its password. */
export async function challengedFromHere(
  context: OpsContext,
  stack: DeployedStack,
  { body, headers }: SmokeTest,
): Promise<SmokeStep> {
  return timed(context, 'challenged without credentials', async () => {
    const call = { method: 'POST', headers: withoutCredentials(headers), body } as const;
    const answer = await fetchUrl(stack.output('SmsMoUrl'), call);
    if (answer.status !== 401) return bad(`${answer.status} instead of 401`);
    return answer.headers.has('www-authenticate') ? good : bad('401 without WWW-Authenticate');
  });
}

function withoutCredentials(headers: SmokeTest['headers']): SmokeTest['headers'] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'authorization'));
}

async function timed(context: OpsContext, name: string, find: () => Promise<Finding>): Promise<SmokeStep> {
  const startedAtMs = context.io.now();
  const found = await find();
  return { name, ms: Math.max(0, context.io.now() - startedAtMs), ...found };
}

const none: Finding = { ok: true, detail: 'skipped: the deployed version has no output for the authorizer' };
const failing =
  'the authorizer failed, was throttled, or API Gateway may not invoke it; its log group has …Challenge… in its name';

async function passes(context: OpsContext, stack: DeployedStack, headers: SmokeTest['headers']): Promise<Finding> {
  const authorizerId = stack.optional('MoAuthorizerId');
  if (authorizerId === undefined) return none;
  if ((await authorizerOfMo(context, stack)) !== authorizerId) {
    return bad('the MO route has another authorizer, or none: npx cdk drift');
  }
  const { status, allows } = await authorize(context, stack, authorizerId, headers);
  if (allows) return good;
  return bad(status === 0 ? 'it refuses right credentials: npx cdk drift' : `${status}: ${failing}`);
}

async function challenges(context: OpsContext, stack: DeployedStack, headers: SmokeTest['headers']): Promise<Finding> {
  const authorizerId = stack.optional('MoAuthorizerId');
  if (authorizerId === undefined) return none;
  const { status } = await authorize(context, stack, authorizerId, headers);
  if (status === 401) return good;
  return bad(status === 0 ? 'it does not ask for credentials: npx cdk drift' : `${status} instead of 401: ${failing}`);
}

async function authorizerOfMo({ clients }: OpsContext, stack: DeployedStack): Promise<string | undefined> {
  const { client, sdk } = await clients.apiGateway();
  const method = { restApiId: stack.output('RestApiId'), resourceId: stack.output('MoResourceId'), httpMethod: 'POST' };
  return (await client.send(new sdk.GetMethodCommand(method))).authorizerId;
}

async function authorize(
  { clients }: OpsContext,
  stack: DeployedStack,
  authorizerId: string,
  headers: SmokeTest['headers'],
): Promise<Authorization> {
  const { client, sdk } = await clients.apiGateway();
  const { clientStatus = 0, policy = '' } = await client.send(
    new sdk.TestInvokeAuthorizerCommand({
      restApiId: stack.output('RestApiId'),
      authorizerId,
      pathWithQueryString: '/sms/mo',
      headers: { ...headers },
    }),
  );
  // Other emulators of this API return 200 here.
  const status = clientStatus === 200 ? 0 : clientStatus;
  return { status, allows: status === 0 && isAllowed(parseJson(policy)) };
}

function isAllowed(policy: unknown): boolean {
  const statements = isRecord(policy) && Array.isArray(policy.Statement) ? policy.Statement : [];
  const effects = statements.map((statement: unknown) => (isRecord(statement) ? statement.Effect : undefined));
  return effects.includes('Allow') && !effects.includes('Deny');
}

/** If someone deployed the API outside CloudFormation, the stage serves other methods than a test invocation runs. */
async function isDeployed({ clients }: OpsContext, stack: DeployedStack): Promise<Finding> {
  const [stageName, expected] = [stack.optional('ApiStageName'), stack.optional('ApiDeploymentId')];
  if (stageName === undefined || expected === undefined) {
    return { ok: true, detail: 'skipped: the deployed version has no output for the deployment' };
  }
  const { client, sdk } = await clients.apiGateway();
  const stage = { restApiId: stack.output('RestApiId'), stageName };
  const { deploymentId } = await client.send(new sdk.GetStageCommand(stage));
  if (deploymentId === expected) return good;
  return bad(`it has ${deploymentId}, the stack's is ${expected}: npx cdk deploy --revert-drift puts it back`);
}
