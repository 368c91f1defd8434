import { counted } from '@vibes-callbacks/local-cloud/text';
import { howToSet } from '../../../../../lib/release';
import { answerSoon, leftOutText } from '../../frame/deadline';
import { isoTime } from '../../frame/times';
import { type AccessLine, readAccessLines, stagesByAccessLogs } from '../../reads/access-logs';
import { type Check, ok, warn } from './check';

const hourMs = 3_600_000;
/** A stranger who tries many addresses must not fill the screen. */
const mostNamed = 5;

/** Who got a 403 in the last hour: one of them may be a new address of Vibes'. */
export const refusedCallers: Check = {
  name: 'refused callers',
  look: async (context, stack) => {
    const { logged, unlogged } = await stagesByAccessLogs(context, stack);
    if (logged.length === 0) {
      return ok('not known, because access logs are off (setting accessLogs)');
    }
    const deadline = answerSoon(context);
    const lines = await readAccessLines(context, stack, context.io.now() - hourMs, deadline);
    const refused = byCaller(lines.filter(({ status }) => status === 403));
    const left = [
      ...(unlogged.length === 0 ? [] : [` The stage ${unlogged.join()} has no access logs.`]),
      ...(deadline.leftOut.length === 0 ? [] : [` ${leftOutText(deadline)}`]),
    ].join('');
    if (refused.length === 0) {
      return ok(`of ${counted(lines.length, 'logged call')} in the last hour, none got a 403.${left}`);
    }
    const named = refused.slice(0, mostNamed).map(({ sourceIp, count, lastAtMs }) => {
      return `${sourceIp} (${counted(count, 'time')}, last ${isoTime(lastAtMs)})`;
    });
    const more = refused.length > mostNamed ? ` and ${refused.length - mostNamed} more` : '';
    return warn(
      `403 in the last hour: ${named.join(', ')}${more}.${left}`,
      `ask Vibes whether it calls from there; only then ${howToSet('extraAddresses', '<all of them>')}, and deploy`,
    );
  },
};

interface RefusedCaller {
  readonly sourceIp: string;
  readonly count: number;
  readonly lastAtMs: number;
}

/** The busiest first. */
function byCaller(lines: readonly AccessLine[]): readonly RefusedCaller[] {
  const found = new Map<string, RefusedCaller>();
  for (const { sourceIp, atMs } of lines) {
    const { count = 0, lastAtMs = 0 } = found.get(sourceIp) ?? {};
    found.set(sourceIp, { sourceIp, count: count + 1, lastAtMs: Math.max(lastAtMs, atMs) });
  }
  return [...found.values()].sort((a, b) => b.count - a.count);
}
