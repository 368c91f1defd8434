import { printable } from '@vibes-callbacks/local-cloud/text';
import { Option } from 'commander';
import { families } from '../../../../lambda/reader/families';
import { defineCommand } from '../frame/command';
import type { CommonOptions, OpsContext } from '../frame/context';
import { isoTime, momentOption } from '../frame/times';
import { joinNeeds, stackNeeds } from '../policy/needs';
import { type FoundLine, findLogLines, textOf } from '../reads/log-lines';
import type { DeployedStack } from '../reads/stack';

interface Options extends CommonOptions {
  readonly type?: string;
  readonly since: number;
  readonly follow: boolean;
}

const types = [...Object.values(families).map(({ detailType }) => detailType), 'Smoke Test'];

const pollMs = 2_000;
/** How late CloudWatch Logs may return a line. */
const lateMs = 15_000;

export const tail = defineCommand<Options>({
  name: 'tail',
  about: 'Follows what comes in, one line per callback, until Ctrl-C.',
  options: [
    new Option('--type <detail-type>', 'only these').choices(types),
    momentOption('--since <time>', 'begin at: 10m (ago), 2h, or ISO 8601', '1m'),
    new Option('--no-follow', 'show what is there, then exit'),
  ],
  example: 'tail --type "MO Message" --since 10m',
  kind: 'reads',
  needs: joinNeeds(stackNeeds, { 'logs:FilterLogEvents': ['logGroups'] }),
  run: async (context, { type, since, follow }) => {
    const stack = await context.stack();
    const shown = new Set<string>();
    let fromMs = since;
    for (;;) {
      const askedAtMs = context.io.now();
      for (const line of await readLines(context, stack, fromMs, type)) {
        if (!shown.has(line.id)) print(context, line);
        shown.add(line.id);
      }
      if (!follow || context.io.interrupted.aborted) break;
      fromMs = Math.max(fromMs, askedAtMs - lateMs);
      await context.io.pause(pollMs);
      if (context.io.interrupted.aborted) break;
    }
    return { code: 0, json: undefined, text: () => '' };
  },
});

/** What the consumer did with each, and what ingest refused. */
async function readLines(context: OpsContext, stack: DeployedStack, fromMs: number, type: string | undefined) {
  const pattern = type === undefined ? '{ $.requestId = "*" }' : `{ $.detailType = "${type}" }`;
  const refused = { pattern: '{ $.level = "error" || $.level = "warn" }', fromMs };
  const found = await Promise.all([
    findLogLines(context, stack.output('ConsumerLogGroupName'), { pattern, fromMs }),
    type === undefined ? findLogLines(context, stack.output('IngestLogGroupName'), refused) : [],
  ]);
  return (
    found
      .flat()
      // An attempt that has just begun has no outcome yet.
      .filter(({ code }) => code !== '' && code !== 'Retried')
      .sort((a, b) => a.atMs - b.atMs)
  );
}

const colours = {
  Published: 'good',
  DuplicateDropped: 'dim',
  RecordFailed: 'bad',
  StoreFailed: 'bad',
  SecretUnreadable: 'bad',
} as const;

function print({ io, isJson, paint }: OpsContext, line: FoundLine): void {
  const { atMs, code } = line;
  const found = {
    at: isoTime(atMs),
    code,
    type: textOf(line, 'detailType') ?? null,
    requestId: textOf(line, 'requestId') ?? null,
    eventId: textOf(line, 'eventId') ?? null,
    ...(textOf(line, 'reason') === undefined ? {} : { reason: textOf(line, 'reason') }),
    ...(textOf(line, 'cause') === undefined ? {} : { cause: textOf(line, 'cause') }),
  };
  if (isJson) {
    io.out(JSON.stringify(found));
    return;
  }
  const colour = Object.entries(colours).find(([name]) => name === code)?.[1];
  const painted = colour === undefined ? code : paint[colour](code);
  const rest = [found.type, found.reason, found.cause, found.requestId].filter(
    (part) => part !== null && part !== undefined,
  );
  io.out([found.at, painted, ...rest.map(printable)].join('  '));
}
