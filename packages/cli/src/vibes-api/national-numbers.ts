import type { OpsContext } from '../frame/context';
import { findLogLines } from '../reads/log-lines';
import type { DeployedStack } from '../reads/stack';

const dayMs = 24 * 3_600_000;

/** One page of the log is enough to know that there are some. */
const pages = 3;

/** How many Platform events of the last day had a phone number without country code: those of API version 1 do. */
export async function nationalNumbersSince(context: OpsContext, stack: DeployedStack): Promise<number> {
  const lines = await findLogLines(context, stack.output('ConsumerLogGroupName'), {
    pattern: '{ $.code = "Published" && $.numbers = "national" }',
    fromMs: context.io.now() - dayMs,
    maxPages: pages,
  });
  return lines.length;
}
