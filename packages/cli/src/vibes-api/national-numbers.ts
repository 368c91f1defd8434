import type { OpsContext } from '../frame/context';
import { logLinePages } from '../reads/log-lines';
import type { DeployedStack } from '../reads/stack';
import type { Registration } from './registration';

const dayMs = 24 * 3_600_000;

/** As many as are counted: enough to know that there are some. */
const most = 1_000;

/**
 * How many Platform events of the last day had a phone number without country code, or at least how many: those of API
 * version 1 do. What came before the latest registration says nothing about it.
 */
export async function nationalNumbersSince(
  context: OpsContext,
  stack: DeployedStack,
  registered: readonly Registration[],
): Promise<number> {
  const madeAtMs = registered
    .filter(({ url }) => url === stack.output('PlatformUrl'))
    .map(({ createdAt }) => Date.parse(createdAt ?? '') || 0);
  let count = 0;
  // A page may be empty although there are more: none are found only at the end.
  for await (const lines of logLinePages(context, stack.output('ConsumerLogGroupName'), {
    pattern: '{ $.code = "Published" && $.numbers = "national" }',
    fromMs: Math.max(context.io.now() - dayMs, ...madeAtMs),
  })) {
    count += lines.length;
    if (count >= most) break;
  }
  return count;
}
