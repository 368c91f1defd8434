import { randomUUID } from 'node:crypto';
import { smokeTestEventId } from '../../../../lambda/consumer/smoke-test';
import type { Credentials } from '../../../../lambda/ingest/basic-auth';
import { smokeTestHeader } from '../../../../lambda/shared/smoke-test';
import type { OpsContext } from '../frame/context';
import { equalsTerm, type FoundLine, findLogLines, textOf } from '../reads/log-lines';
import type { DeployedStack } from '../reads/stack';
import { basicProof } from '../start/callback-proof';

/** The operator's own callback, as the MO route receives it. */
export interface SmokeTest {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly eventId: string;
}

/** One step, and its result. */
export interface SmokeStep {
  readonly name: string;
  readonly ok: boolean;
  readonly ms: number;
  readonly detail?: string;
}

/** What the endpoint answered. */
export interface SmokeAnswer {
  readonly status: number;
  readonly requestId: string | undefined;
}

export function newSmokeTest(credentials: Credentials): SmokeTest {
  const id = randomUUID();
  return {
    body: JSON.stringify({ smokeTest: id }),
    eventId: smokeTestEventId(id),
    headers: {
      ...basicProof(credentials),
      'content-type': 'application/json',
      [smokeTestHeader]: '1',
    },
  };
}

/**
 * Through the gateway's test invocation, from anywhere: the current method of the API, with its own permission and stage.
 * It skips addresses, throttle, authorizer, the stage's permission and deployment, domain and TLS; `smoke-gateway.ts`
 * checks what can be checked of these.
 */
export async function invokeByGateway(
  { clients }: OpsContext,
  stack: DeployedStack,
  { body, headers }: SmokeTest,
): Promise<SmokeAnswer> {
  const { client, sdk } = await clients.apiGateway();
  const { status = 0, log = '' } = await client.send(
    new sdk.TestInvokeMethodCommand({
      restApiId: stack.output('RestApiId'),
      resourceId: stack.output('MoResourceId'),
      httpMethod: 'POST',
      pathWithQueryString: '/sms/mo',
      body,
      headers: { ...headers },
    }),
  );
  return { status, requestId: /Execution log for request (\S+)/.exec(log)?.[1] };
}

/** Calls the URL as Vibes does; this machine's address must be allowed. */
export async function postFromHere(stack: DeployedStack, { body, headers }: SmokeTest): Promise<SmokeAnswer> {
  const answer = await fetch(stack.output('SmsMoUrl'), {
    method: 'POST',
    headers,
    body,
    signal: AbortSignal.timeout(10_000),
  });
  return { status: answer.status, requestId: answer.headers.get('x-amzn-requestid') ?? undefined };
}

/** CloudWatch Logs returns a line some seconds after it was written. */
const patience = { rounds: 60, pauseMs: 500 };

/** The consumer's line about the test; undefined where none came in half a minute. */
export async function awaitSmokeLine(
  context: OpsContext,
  stack: DeployedStack,
  { eventId }: SmokeTest,
  sinceMs: number,
): Promise<FoundLine | undefined> {
  for (let round = 0; round < patience.rounds; round += 1) {
    context.io.interrupted.throwIfAborted();
    const [line] = await findLogLines(context, stack.output('ConsumerLogGroupName'), {
      pattern: `{ $.code = "SmokeTest" && ${equalsTerm('eventId', eventId)} }`,
      // Allows for clocks that differ.
      fromMs: sinceMs - 60_000,
    });
    if (line !== undefined) return line;
    await context.io.pause(patience.pauseMs);
  }
  return undefined;
}

export function wasPublished(line: FoundLine): boolean {
  return line.fields.published === true;
}

export function causeOf(line: FoundLine): string {
  return textOf(line, 'cause') ?? '';
}
