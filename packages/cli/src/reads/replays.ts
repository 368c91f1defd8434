import { createHash } from 'node:crypto';
import type { OpsContext } from '../frame/context';
import { OpsError } from '../frame/ops-error';
import { isoTime } from '../frame/times';
import type { DeployedStack } from './stack';

export interface ReplaySpan {
  readonly prefix: string;
  /** Of the events' own times, in epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  readonly ruleArn: string;
}

const pollMs = 2_000;
const dayMs = 86_400_000;

/** "We recommend you delay replaying archived events for 10 minutes" (EventBridge user guide, eb-archive). */
export const archivedAfterMs = 10 * 60_000;

/** What the archive has. */
export interface ArchivedSpan {
  /** Since when it has events, in epoch milliseconds. */
  readonly beginsMs: number;
  /** Whether it still has the first event that it ever got. */
  readonly isWhole: boolean;
}

/**
 * @throws OpsError if the archive has deleted all of the span; of a part, a note says so
 */
export async function refuseForgotten(
  context: OpsContext,
  stack: DeployedStack,
  { from, to }: Pick<ReplaySpan, 'from' | 'to'>,
): Promise<ArchivedSpan> {
  const { client, sdk } = await context.clients.eventBridge();
  const ArchiveName = stack.output('EventArchiveArn').split('/').at(-1) ?? '';
  const { RetentionDays: days = 0, CreationTime } = await client.send(new sdk.DescribeArchiveCommand({ ArchiveName }));
  // Without a retention it deletes nothing.
  const deletedMs = days === 0 ? 0 : context.io.now() - days * dayMs;
  if (to <= deletedMs) {
    throw new OpsError(
      'nothing-archived',
      `The archive has deleted everything from before ${isoTime(deletedMs)} (setting archiveRetentionDays).`,
    );
  }
  if (from < deletedMs)
    context.note(`The archive has nothing from before ${isoTime(deletedMs)}: the replay cannot include it.`);
  const createdMs = CreationTime?.getTime() ?? 0;
  return { beginsMs: Math.max(createdMs, deletedMs), isWhole: createdMs >= deletedMs };
}

/**
 * How the replays of a rule and a span begin. A name has 64 characters at most, and a rule's name may have as many: the
 * digest keeps apart what the shortened name does not.
 */
export function replayPrefix(rule: string, from: number, to: number): string {
  const digest = createHash('sha256').update(`${rule} ${from} ${to}`).digest('hex');
  return `vibes-${rule.slice(0, 24)}-${digest.slice(0, 16)}-`;
}

export interface FoundReplay {
  readonly name: string;
  readonly isUnderWay: boolean;
  /** Epoch milliseconds; undefined while it is under way. */
  readonly endedAtMs: number | undefined;
}

/** Those whose names begin like this. */
export async function findReplays({ clients }: OpsContext, prefix: string): Promise<readonly FoundReplay[]> {
  const { client, sdk } = await clients.eventBridge();
  const { Replays = [] } = await client.send(new sdk.ListReplaysCommand({ NamePrefix: prefix }));
  return Replays.map(({ ReplayName: name = '', State = '', ReplayEndTime }) => {
    return { name, isUnderWay: isUnderWay(State), endedAtMs: ReplayEndTime?.getTime() };
  });
}

/** The running replay of the same span: the command that is typed again after an interruption follows it. */
export async function findRunningReplay(context: OpsContext, prefix: string): Promise<string | undefined> {
  return (await findReplays(context, prefix)).find((one) => one.isUnderWay)?.name;
}

/** Also one that version 0.1.0 made. The events that it sends have ids of their own. */
export function isReplayName(text: string): boolean {
  return /^vibes-[\w.-]+-(?:[\da-f]{16}-[\da-z]{8,}|\d{6,}[\w-]*)$/.test(text);
}

export async function startReplay(
  { clients, io }: OpsContext,
  stack: DeployedStack,
  { prefix, from, to, ruleArn }: ReplaySpan,
): Promise<string> {
  const { client, sdk } = await clients.eventBridge();
  const { Arn } = await client.send(new sdk.DescribeEventBusCommand({ Name: stack.output('EventBusName') }));
  // EventBridge keeps a name for 90 days, and an operator may want the same replay again.
  const ReplayName = `${prefix}${io.now().toString(36)}`;
  await client.send(
    new sdk.StartReplayCommand({
      ReplayName,
      EventSourceArn: stack.output('EventArchiveArn'),
      EventStartTime: new Date(from),
      EventEndTime: new Date(to),
      Destination: { Arn, FilterArns: [ruleArn] },
    }),
  );
  return ReplayName;
}

/** Its last state. An interrupted command leaves it running. */
export async function awaitReplay(context: OpsContext, name: string): Promise<string> {
  for (;;) {
    const state = await replayState(context, name);
    if (!isUnderWay(state)) return state;
    await context.io.pause(pollMs);
    context.io.interrupted.throwIfAborted();
  }
}

export async function replayState({ clients }: OpsContext, ReplayName: string): Promise<string> {
  const { client, sdk } = await clients.eventBridge();
  return (await client.send(new sdk.DescribeReplayCommand({ ReplayName }))).State ?? 'UNKNOWN';
}

export function isUnderWay(state: string): boolean {
  return state === 'STARTING' || state === 'RUNNING';
}

export async function cancelReplay({ clients }: OpsContext, ReplayName: string): Promise<void> {
  const { client, sdk } = await clients.eventBridge();
  await client.send(new sdk.CancelReplayCommand({ ReplayName }));
}
