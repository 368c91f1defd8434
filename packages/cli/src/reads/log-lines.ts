import { isRecord, parseJson } from '../../../../lambda/shared/json';
import type { OpsContext } from '../frame/context';
import type { Deadline } from '../frame/deadline';
import { sources } from './sources';

const dayMs = 86_400_000;

/** A line that a function wrote, at its time. */
export interface FoundLine {
  readonly atMs: number;
  /** Stable: `Published`, `StoreFailed`, … Empty where the line is not one of ours. */
  readonly code: string;
  readonly fields: Readonly<Record<string, unknown>>;
  /** Unique within the group. */
  readonly id: string;
}

export interface LogQuery {
  /** CloudWatch's filter pattern: `{ $.code = "Published" }`. */
  readonly pattern: string;
  readonly fromMs: number;
  readonly untilMs?: number;
  /** Reads no more pages than this: a group may hold millions of lines. @default - all */
  readonly maxPages?: number;
  /** Returns what it has by then. @default - none */
  readonly deadline?: Deadline;
  /** There were more pages than that. */
  onCut?(): void;
}

/** Any line of a group, ours or Lambda's own. */
export interface LogEvent {
  readonly atMs: number;
  /** One execution environment, which runs one invocation at a time. */
  readonly stream: string;
  readonly message: string;
  readonly eventId: string;
}

/** Our lines of a group that match, oldest first. */
export async function findLogLines(context: OpsContext, logGroupName: string, query: LogQuery): Promise<FoundLine[]> {
  return (await findLogEvents(context, logGroupName, query)).map(toLine);
}

/** All lines of a group that match, oldest first. */
export async function findLogEvents(context: OpsContext, logGroupName: string, query: LogQuery): Promise<LogEvent[]> {
  const events: LogEvent[] = [];
  for await (const page of logPages(context, logGroupName, query)) events.push(...page);
  return events.sort((a, b) => a.atMs - b.atMs);
}

/** Our lines of a group that match, a page at a time and in no order: for a span that may hold more than fits in memory. */
export async function* logLinePages(
  context: OpsContext,
  logGroupName: string,
  query: LogQuery,
): AsyncGenerator<readonly FoundLine[]> {
  for await (const page of logPages(context, logGroupName, query)) yield page.map(toLine);
}

async function* logPages(
  context: OpsContext,
  logGroupName: string,
  query: LogQuery,
): AsyncGenerator<readonly LogEvent[]> {
  const { client, sdk } = await context.clients.logs();
  let nextToken: string | undefined;
  for (let page = 0; page < (query.maxPages ?? Number.POSITIVE_INFINITY); page += 1) {
    context.io.interrupted.throwIfAborted();
    const answer = await client.send(
      new sdk.FilterLogEventsCommand({
        logGroupName,
        filterPattern: query.pattern,
        startTime: Math.max(0, Math.floor(query.fromMs)),
        ...(query.untilMs === undefined ? {} : { endTime: Math.ceil(query.untilMs) }),
        ...(nextToken === undefined ? {} : { nextToken }),
      }),
    );
    yield (answer.events ?? []).map(({ timestamp = 0, message = '', eventId = '', logStreamName = '' }) => ({
      atMs: timestamp,
      message,
      eventId,
      stream: logStreamName,
    }));
    nextToken = answer.nextToken;
    if (nextToken === undefined || query.deadline?.cuts(sources.logs)) break;
  }
  if (nextToken !== undefined) query.onCut?.();
}

/** Since when a group may have lines: CloudWatch deletes what is older. Epoch milliseconds; 0 where it keeps them for ever. */
export async function logsBeginMs(context: OpsContext, logGroupName: string): Promise<number> {
  const { client, sdk } = await context.clients.logs();
  const { logGroups = [] } = await client.send(new sdk.DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName }));
  const days = logGroups.find((group) => group.logGroupName === logGroupName)?.retentionInDays;
  return days === undefined ? 0 : context.io.now() - days * dayMs;
}

/** A field of a line as text; undefined if the line has no such field. */
export function textOf({ fields }: FoundLine, name: string): string | undefined {
  const value = fields[name];
  return typeof value === 'string' ? value : undefined;
}

/**
 * `$.a = "x"` for a filter pattern. Quotes, backslashes and wildcards are left out: no id of ours has them.
 */
export function equalsTerm(field: string, value: string): string {
  return `$.${field} = "${value.replace(/["\\*]/g, '')}"`;
}

/** Lines where one of the fields is the id. */
export function anyFieldIs(fields: readonly string[], id: string): string {
  return `{ ${fields.map((field) => equalsTerm(field, id)).join(' || ')} }`;
}

/** Longer than every id that the functions log. A pattern has 1,024 characters at most: five fields of this length fit. */
export const maxLoggedId = 180;

function toLine({ atMs, message, eventId }: LogEvent): FoundLine {
  const value = parseJson(message);
  const fields = isRecord(value) ? value : {};
  return {
    atMs,
    fields,
    code: typeof fields.code === 'string' ? fields.code : '',
    id: `${atMs}/${eventId}/${message}`,
  };
}
