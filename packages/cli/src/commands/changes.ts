import { defineCommand } from '../frame/command';
import type { CommonOptions } from '../frame/context';
import { isoTime, momentOption } from '../frame/times';
import { joinNeeds, stackNeeds } from '../policy/needs';
import type { Change, ChangeSource } from './changes/change';
import { deployments } from './changes/deployments';
import { alarmHistory, drops, redrives, replays, reviews, secrets } from './changes/others';

interface Options extends CommonOptions {
  readonly since: number;
}

const sources: readonly ChangeSource[] = [deployments, secrets, alarmHistory, redrives, drops, reviews, replays];

/** How long CloudWatch keeps an alarm's history. The other services keep theirs longer. */
const alarmDays = 30;
const dayMs = 86_400_000;

export const changes = defineCommand<Options>({
  name: 'changes',
  about:
    'Lists what changed, newest first: deployments, secrets, alarms, what operators did, replays, and changes outside a deployment.',
  options: [momentOption('--since <time>', 'since: 24h (ago), 3d, or ISO 8601', '24h')],
  example: 'changes --since 24h',
  kind: 'reads',
  needs: joinNeeds(stackNeeds, {
    'cloudformation:DescribeStackEvents': ['stack'],
    'lambda:GetFunctionConfiguration': ['functions'],
    'lambda:ListEventSourceMappings': ['anything'],
    'secretsmanager:ListSecretVersionIds': ['secrets', 'identityKey'],
    'cloudwatch:DescribeAlarmHistory': ['anything'],
    'sqs:GetQueueAttributes': ['deadLetterQueue'],
    'sqs:ListMessageMoveTasks': ['deadLetterQueue'],
    'logs:FilterLogEvents': ['logGroups'],
    's3:ListBucket': ['bucket'],
    'events:ListReplays': ['anything'],
    'events:DescribeReplay': ['replays'],
  }),
  run: async (context, { since }) => {
    const stack = await context.stack();
    const { io } = context;
    const missing: string[] = [];
    const read = async ({ name, read: readSource }: ChangeSource): Promise<readonly Change[]> =>
      readSource(context, stack, since, (sentence) => missing.push(sentence)).catch((error: unknown) => {
        if (io.interrupted.aborted) throw error;
        missing.push(`Not included: ${name}. ${context.explain(error)}`);
        return [];
      });
    const found = (await Promise.all(sources.map(read))).flat().sort((a, b) => b.atMs - a.atMs);
    for (const sentence of missing) context.note(sentence);
    if (io.now() - since > alarmDays * dayMs)
      context.note(`CloudWatch forgets an alarm's changes after ${alarmDays} days: earlier ones are not included.`);
    context.note(unknown);
    const rows = found.map(({ atMs, what, detail }) => ({ at: isoTime(atMs), what, detail }));
    return {
      code: missing.length === 0 ? 0 : 1,
      json: rows,
      text: () =>
        rows.length === 0
          ? `Nothing changed since ${isoTime(since)}.`
          : rows.map(({ at, what, detail }) => `${at.slice(0, 19)}Z  ${what.padEnd(12)}  ${detail}`).join('\n'),
    };
  },
});

const unknown =
  'Not known here: who did it (AWS CloudTrail knows), which settings a deployment changed (compare the commits), changes at Vibes, and what leaves no record: undelivered redrive, overflow requeue, credentials retire, and what outcomes rebuild wrote.';
