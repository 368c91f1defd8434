import { counted } from '@vibes-callbacks/local-cloud/text';
import { isRecord, parseJson } from '../../../../../lambda/shared/json';
import { prefixes } from '../../../../../lib/bucket-prefixes';
import { answerSoon } from '../../frame/deadline';
import { isoTime, spanText } from '../../frame/times';
import { isOfUndelivered } from '../../reads/dropped';
import { findLogLines } from '../../reads/log-lines';
import { listObjects } from '../../reads/objects';
import { queueLevels } from '../../reads/queue';
import { isReplayName } from '../../reads/replays';
import { type Change, type ChangeSource, runsOf } from './change';

const secretOutputs = { MoSecretArn: 'MO secret', RbmSecretArn: 'RBM secret', IdentityKeyArn: 'identity key' } as const;

/** New versions of the stack's secrets. One that is no longer in use may be gone. */
export const secrets: ChangeSource = {
  name: 'secrets',
  read: async ({ clients }, { optional }, sinceMs) => {
    const { client, sdk } = await clients.secretsManager();
    const found: Change[] = [];
    for (const [output, name] of Object.entries(secretOutputs)) {
      const SecretId = optional(output);
      if (SecretId === undefined) continue;
      for (let NextToken: string | undefined; ; ) {
        const command = new sdk.ListSecretVersionIdsCommand({
          ...{ SecretId, IncludeDeprecated: true },
          ...(NextToken && { NextToken }),
        });
        const answer = await client.send(command);
        for (const { CreatedDate, VersionStages = [], VersionId = '' } of answer.Versions ?? []) {
          const atMs = CreatedDate?.getTime() ?? 0;
          const stage =
            VersionStages.map((one) => one.replace(/^AWS/, '').toLowerCase()).join(', ') || 'no longer in use';
          if (atMs >= sinceMs)
            found.push({ atMs, what: 'secret', detail: `${name}: new version ${VersionId} (${stage})` });
        }
        NextToken = answer.NextToken;
        if (NextToken === undefined) break;
      }
    }
    return found;
  },
};

/** Every alarm of the stack that fired, and that ended. */
export const alarmHistory: ChangeSource = {
  name: 'alarms',
  read: async (context, stack, sinceMs) => {
    const { client, sdk } = await context.clients.cloudWatch();
    const prefix = `${stack.name}-`;
    const firedAt = new Map<string, number>();
    const found: Change[] = [];
    for (let NextToken: string | undefined; ; ) {
      const answer = await client.send(
        new sdk.DescribeAlarmHistoryCommand({
          AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
          HistoryItemType: 'StateUpdate',
          StartDate: new Date(sinceMs),
          EndDate: new Date(context.io.now()),
          ScanBy: 'TimestampAscending',
          ...(NextToken && { NextToken }),
        }),
      );
      for (const { AlarmName = '', Timestamp, HistoryData = '' } of answer.AlarmHistoryItems ?? []) {
        if (!AlarmName.startsWith(prefix)) continue;
        const [name, atMs] = [AlarmName.slice(prefix.length), Timestamp?.getTime() ?? 0];
        const { from, to } = statesOf(HistoryData);
        if (to === 'ALARM') {
          firedAt.set(name, atMs);
          found.push({ atMs, what: 'alarm', detail: `${name} fired` });
        } else if (from === 'ALARM') {
          const sinceFired = firedAt.get(name);
          const span = sinceFired === undefined ? '' : ` after ${spanText((atMs - sinceFired) / 1000)}`;
          found.push({ atMs, what: 'alarm', detail: `${name} ended${span}` });
        }
      }
      NextToken = answer.NextToken;
      if (NextToken === undefined) return found;
    }
  },
};

function statesOf(data: string): { readonly from: unknown; readonly to: unknown } {
  const value = parseJson(data);
  const stateOf = (state: unknown) => (isRecord(state) ? state.stateValue : undefined);
  return isRecord(value)
    ? { from: stateOf(value.oldState), to: stateOf(value.newState) }
    : { from: undefined, to: undefined };
}

/** CloudWatch Logs answers some of them a second; a page may be empty. */
const maxPages = 100;
/** SQS lists no more, and has no second page. */
const maxTasks = 10;

/** Dead letters that were moved back: by SQS' own redrive, and by `dead redrive`, whose copies the consumer logs. */
export const redrives: ChangeSource = {
  name: 'redrives',
  read: async (context, stack, sinceMs, onCut) => {
    const { client, sdk } = await context.clients.sqs();
    const { arn: SourceArn } = await queueLevels(context, stack.output('DeadLetterQueueUrl'));
    const { Results = [] } = await client.send(
      new sdk.ListMessageMoveTasksCommand({ SourceArn, MaxResults: maxTasks }),
    );
    if (Results.length === maxTasks && Results.every(({ StartedTimestamp = 0 }) => StartedTimestamp >= sinceMs))
      onCut(`SQS lists only its last ${maxTasks} redrives: earlier ones may be missing.`);
    const tasks = Results.map(({ StartedTimestamp = 0, Status = '', ApproximateNumberOfMessagesMoved: moved = 0 }) => ({
      atMs: StartedTimestamp,
      what: 'redrive' as const,
      detail: `SQS moved ${counted(moved, 'dead letter')} (${Status})`,
    }));
    const query = {
      ...{ pattern: '{ $.deadLetterId = "*" }', fromMs: sinceMs, maxPages },
      onCut: () =>
        onCut('The consumer logged too much since then to search it all: what "dead redrive" moved may be missing.'),
    };
    const lines = await findLogLines(context, stack.output('ConsumerLogGroupName'), query);
    // A letter that is tried several times has several lines.
    const first = new Map<unknown, number>();
    for (const { atMs, fields } of lines) if (!first.has(fields.deadLetterId)) first.set(fields.deadLetterId, atMs);
    const runs = runsOf([...first.values()]).map(({ atMs, count }) => ({
      atMs,
      what: 'redrive' as const,
      detail: `"dead redrive" moved ${counted(count, 'dead letter')} that the consumer tried again`,
    }));
    return [...tasks.filter(({ atMs }) => atMs >= sinceMs), ...runs];
  },
};

/** What `dead drop` and `undelivered drop` deleted: they leave records in the bucket. */
export const drops: ChangeSource = {
  name: 'drops',
  read: async (context, stack, sinceMs) => {
    const objects = await listObjects(context, stack.output('BucketName'), prefixes.dropped);
    const runs = (command: string, one: string, isOfCommand: (key: string) => boolean) => {
      const own = objects.filter(({ key, storedAtMs }) => storedAtMs >= sinceMs && isOfCommand(key));
      return runsOf(own.map(({ storedAtMs }) => storedAtMs)).map(({ atMs, count }) => ({
        atMs,
        what: 'drop' as const,
        detail: `"${command}" deleted ${counted(count, one)}`,
      }));
    };
    return [
      ...runs('dead drop', 'dead letter', (key) => !isOfUndelivered(key)),
      ...runs('undelivered drop', 'undelivered event', isOfUndelivered),
    ];
  },
};

/**
 * What an operator did with unrecognized callbacks: `reprocess` and `dismiss` leave a mark in the bucket. The same
 * callback sent again a second time has its last mark only.
 */
export const reviews: ChangeSource = {
  name: 'what was done with unrecognized callbacks',
  read: async (context, stack, sinceMs, onCut) => {
    const deadline = answerSoon(context);
    const objects = await listObjects(context, stack.output('BucketName'), prefixes.unrecognized, deadline);
    if (deadline.leftOut.length > 0)
      onCut('There are too many unrecognized callbacks to list them all: what was done with them may be missing.');
    // An empty mark is a dismissal that was undone.
    const runs = (what: 'reprocess' | 'dismiss', mark: RegExp, done: string, isEmpty = false) =>
      runsOf(
        objects
          .filter(({ key, size, storedAtMs }) => mark.test(key) && storedAtMs >= sinceMs && (size === 0) === isEmpty)
          .map(({ storedAtMs }) => storedAtMs),
      ).map(({ atMs, count }) => ({ atMs, what, detail: `${counted(count, 'unrecognized callback')} ${done}` }));
    return [
      ...runs('reprocess', /\.(?:done|again)$/, 'sent again'),
      ...runs('dismiss', /\.dismissed$/, 'dismissed'),
      ...runs('dismiss', /\.dismissed$/, 'no longer dismissed', true),
    ];
  },
};

/** Replays of the stack's archive, started by a command or by anything else. */
export const replays: ChangeSource = {
  name: 'replays',
  read: async ({ clients }, stack, sinceMs) => {
    const { client, sdk } = await clients.eventBridge();
    const EventSourceArn = stack.output('EventArchiveArn');
    const found: Change[] = [];
    for (let NextToken: string | undefined; ; ) {
      const answer = await client.send(new sdk.ListReplaysCommand({ EventSourceArn, ...(NextToken && { NextToken }) }));
      for (const { ReplayName, ReplayStartTime, EventStartTime, EventEndTime, State = '' } of answer.Replays ?? []) {
        const atMs = ReplayStartTime?.getTime() ?? 0;
        if (atMs < sinceMs) continue;
        // The policies allow describing only the replays that the command "replay" started.
        const isOurs = isReplayName(ReplayName ?? '');
        const { Destination } = isOurs ? await client.send(new sdk.DescribeReplayCommand({ ReplayName })) : {};
        const rules = Destination?.FilterArns?.map((arn) => arn.split('/').at(-1)).join(', ');
        const to = isOurs ? `to ${rules || 'every rule'}: ` : '';
        const span = [EventStartTime, EventEndTime].map((time) => isoTime(time?.getTime() ?? 0)).join(' to ');
        found.push({ atMs, what: 'replay', detail: `${to}events of ${span} (${State}, ${ReplayName ?? ''})` });
      }
      NextToken = answer.NextToken;
      if (NextToken === undefined) return found;
    }
  },
};
