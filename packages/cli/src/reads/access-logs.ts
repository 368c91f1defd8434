import { isRecord, parseJson } from '../../../../lambda/shared/json';
import { prefixes } from '../../../../lib/bucket-prefixes';
import type { OpsContext } from '../frame/context';
import type { Deadline } from '../frame/deadline';
import { listObjects, readObject } from './objects';
import { calledStages, type DeployedStack } from './stack';

/** A request as API Gateway logged it (`lib/access-logs.ts`). */
export interface AccessLine {
  readonly atMs: number;
  readonly sourceIp: string;
  readonly status: number;
}

const hourMs = 3_600_000;
const atOnce = 10;
/** Of 5 MB at most each. */
const mostObjects = 60;

/** Of the stages that Vibes calls, those with access logs, and those without. */
export async function stagesByAccessLogs({ clients }: OpsContext, stack: DeployedStack) {
  const { client, sdk } = await clients.apiGateway();
  const restApiId = stack.output('RestApiId');
  const stages = await Promise.all(
    calledStages(stack).map(async (stageName) => {
      const { accessLogSettings } = await client.send(new sdk.GetStageCommand({ restApiId, stageName }));
      return { stageName, logs: accessLogSettings?.destinationArn !== undefined };
    }),
  );
  const named = (wanted: boolean) => stages.filter(({ logs }) => logs === wanted).map(({ stageName }) => stageName);
  return { logged: named(true), unlogged: named(false) };
}

/** The newest lines since then: as many as the deadline and 60 objects allow. */
export async function readAccessLines(
  context: OpsContext,
  stack: DeployedStack,
  fromMs: number,
  deadline: Deadline,
): Promise<AccessLine[]> {
  const bucket = stack.output('BucketName');
  const listed = await Promise.all(
    hoursOf(fromMs, context.io.now()).map((hour) =>
      listObjects(context, bucket, `${prefixes.accessLogs}${hour}/`, deadline),
    ),
  );
  const newest = listed
    .flat()
    .filter(({ storedAtMs }) => storedAtMs >= fromMs)
    .sort((a, b) => b.storedAtMs - a.storedAtMs);
  if (newest.length > mostObjects) deadline.leaveOut('older access logs');
  const lines: AccessLine[] = [];
  const wanted = newest.slice(0, mostObjects);
  for (let start = 0; start < wanted.length && !deadline.cuts('the access logs', start); start += atOnce) {
    const batch = wanted.slice(start, start + atOnce);
    const bodies = await Promise.all(batch.map(({ key }) => readObject(context, bucket, key)));
    for (const body of bodies) lines.push(...readLines(Buffer.from(body ?? []).toString('utf8')));
  }
  return lines.filter(({ atMs }) => atMs >= fromMs);
}

/** `2026/05/06/07`: Firehose names the hour, in UTC, in which the first record arrived. */
function hoursOf(fromMs: number, untilMs: number): readonly string[] {
  const hours: string[] = [];
  for (let atMs = Math.floor(fromMs / hourMs) * hourMs; atMs <= untilMs; atMs += hourMs) {
    hours.push(new Date(atMs).toISOString().slice(0, 13).replaceAll(/[-T]/g, '/'));
  }
  return hours;
}

/** A flat object each, with or without a line end between them: Firehose adds none. */
function readLines(text: string): readonly AccessLine[] {
  return [...text.matchAll(/\{[^{}]*\}/g)].flatMap(([line]) => {
    const value = parseJson(line);
    if (!isRecord(value)) return [];
    const { time, sourceIp, status } = value;
    return typeof sourceIp === 'string' ? [{ atMs: Number(time), sourceIp, status: Number(status) }] : [];
  });
}
