import type { OpsContext } from '../frame/context';
import { findLogLines } from '../reads/log-lines';
import type { DeployedStack } from '../reads/stack';
import type { Registration } from './registration';

const dayMs = 24 * 3_600_000;

/** One page of the log is enough to know that there are some. */
const pages = 3;

/**
 * How many Platform events of the last day had a phone number without country code: those of API version 1 do. What came
 * before the latest registration says nothing about it.
 */
export async function nationalNumbersSince(
  context: OpsContext,
  stack: DeployedStack,
  registered: readonly Registration[],
): Promise<number> {
  const madeAtMs = registered
    .filter(({ url }) => url === stack.output('PlatformUrl'))
    .map(({ createdAt }) => Date.parse(createdAt ?? '') || 0);
  const lines = await findLogLines(context, stack.output('ConsumerLogGroupName'), {
    pattern: '{ $.code = "Published" && $.numbers = "national" }',
    fromMs: Math.max(context.io.now() - dayMs, ...madeAtMs),
    maxPages: pages,
  });
  return lines.length;
}
