import { randomUUID } from 'node:crypto';
import { smokeTestEventId } from '../../../../lambda/consumer/smoke-test';
import type { Credentials } from '../../../../lambda/ingest/basic-auth';
import { smokeTestHeader } from '../../../../lambda/shared/smoke-test';
import type { OpsContext } from '../frame/context';
import { equalsTerm, type FoundLine, findLogLines } from '../reads/log-lines';
import type { DeployedStack } from '../reads/stack';
import { basicProof } from '../start/callback-proof';
import type { GatewayCall } from './call-gateway';

/** The operator's own callback, as the MO route receives it. */
export interface SmokeTest extends GatewayCall {
  readonly body: string;
  readonly eventId: string;
}

/** One step, and its result. */
export interface SmokeStep {
  readonly name: string;
  readonly ok: boolean;
  readonly ms: number;
  readonly detail?: string;
}

export function newSmokeTest(credentials: Credentials): SmokeTest {
  const id = randomUUID();
  return {
    method: 'POST',
    path: '/sms/mo',
    body: JSON.stringify({ smokeTest: id }),
    eventId: smokeTestEventId(id),
    headers: {
      ...basicProof(credentials),
      'content-type': 'application/json',
      [smokeTestHeader]: '1',
    },
  };
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
