import type { OpsContext } from '../../frame/context';
import { isoTime } from '../../frame/times';
import { clockTime, readMetrics } from '../../reads/metrics';
import type { DeployedStack } from '../../reads/stack';

/** Whether callbacks arrive with a version of the password. */
export interface VersionUse {
  /** To the minute in the last hour, before that to the hour. Null: not in the last 15 days. */
  readonly lastUsedAtMs: number | undefined;
  readonly lastHour: number;
  /** In the current CloudWatch minute, or the one before. */
  readonly isInUse: boolean;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** CloudWatch keeps a metric's minutes for 15 days. */
const rememberedMs = 15 * 24 * hourMs;

/** Ingest counts by the version's id, which stays with a password when its stage moves. */
export async function readVersionUse(
  context: OpsContext,
  stack: DeployedStack,
  versionId: string,
): Promise<VersionUse> {
  const nowMs = context.io.now();
  const spec = {
    namespace: 'VibesCallbacks',
    name: 'MoAuthenticated',
    dimensions: { Scope: stack.name, SecretVersion: versionId },
    statistic: 'Sum',
  } as const;
  const beginOfMinuteMs = Math.floor(nowMs / minuteMs) * minuteMs;
  const [minutes = []] = await readMetrics(context, [spec], {
    fromMs: beginOfMinuteMs - hourMs,
    untilMs: nowMs + minuteMs,
  });
  const used = minutes.filter(({ value }) => value > 0);
  const last = used.at(-1);
  if (last !== undefined) {
    return {
      lastUsedAtMs: clockTime(context, last.atMs),
      lastHour: used.reduce((sum, { value }) => sum + value, 0),
      isInUse: last.atMs >= beginOfMinuteMs - minuteMs,
    };
  }
  const [hours = []] = await readMetrics(context, [spec], {
    fromMs: nowMs - rememberedMs,
    untilMs: nowMs,
    periodSeconds: hourMs / 1000,
  });
  const lastHour = hours.filter(({ value }) => value > 0).at(-1)?.atMs;
  const lastUsedAtMs = lastHour === undefined ? undefined : clockTime(context, lastHour);
  return { lastUsedAtMs, lastHour: 0, isInUse: false };
}

export function usedAt({ lastUsedAtMs }: VersionUse): string | null {
  return lastUsedAtMs === undefined ? null : isoTime(lastUsedAtMs);
}
