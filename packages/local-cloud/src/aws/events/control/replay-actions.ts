import type { Deployment } from '../../../template/deployment';
import { AwsError } from '../../protocols/aws-error';
import type { Action, Input } from '../../protocols/create-service';
import type { PublishedEvent } from '../published-event';
import type { Archive } from './archives';
import { eventsPage } from './events-page';
import { type Replay, readReplay, runReplay } from './replays';

/** API reference, ListReplays. */
const pageSize = 50;

/** Replays, remembered until the local cloud stops. */
export function replayActions(
  { region, accountId }: Deployment,
  archives: readonly Archive[],
  publish: (event: PublishedEvent) => void,
): Readonly<Record<string, Action>> {
  const replays = new Map<string, Replay>();
  const toArn = (name: unknown) => `arn:aws:events:${region}:${accountId}:replay/${String(name)}`;
  const requires = (action: string) => (input: Input) => [
    { action: `events:${action}`, resource: toArn(input.ReplayName) },
  ];
  const find = ({ ReplayName: name }: Input) => {
    const replay = replays.get(String(name));
    if (replay === undefined) throw new AwsError('ResourceNotFoundException', `Replay ${String(name)} does not exist.`);
    return replay;
  };
  return {
    StartReplay: {
      // Requires both, so that a call allowed here is allowed on AWS, whichever one it checks.
      requires: (input) => [
        { action: 'events:StartReplay', resource: String(input.EventSourceArn) },
        { action: 'events:StartReplay', resource: toArn(input.ReplayName) },
      ],
      answer: (input) => {
        const replay = readReplay(input, archives, toArn);
        if (replays.has(replay.name)) {
          throw new AwsError('ResourceAlreadyExistsException', `Replay ${replay.name} already exists.`);
        }
        replays.set(replay.name, replay);
        const answer = { ReplayArn: replay.arn, State: replay.state, ReplayStartTime: replay.startedAt };
        void runReplay(replay, publish);
        return answer;
      },
    },
    DescribeReplay: {
      requires: requires('DescribeReplay'),
      answer: (input) => {
        const replay = find(input);
        const Destination = { Arn: replay.archive.sourceArn, FilterArns: replay.onlyRules };
        return { ...summarize(replay), ReplayArn: replay.arn, Description: replay.description, Destination };
      },
    },
    ListReplays: {
      requires: () => [{ action: 'events:ListReplays', resource: '*' }],
      answer: (input) => {
        const { NamePrefix: prefix = '', State: state, EventSourceArn: source } = input;
        const found = [...replays.values()].filter(
          (replay) =>
            replay.name.startsWith(String(prefix)) &&
            (state === undefined || state === replay.state) &&
            (source === undefined || source === replay.archive.arn),
        );
        const { items, next } = eventsPage(found, input, pageSize);
        return { Replays: items.map(summarize), NextToken: next };
      },
    },
    CancelReplay: {
      requires: requires('CancelReplay'),
      answer: (input) => {
        const replay = find(input);
        if (replay.state !== 'STARTING' && replay.state !== 'RUNNING') {
          throw new AwsError('IllegalStatusException', `Replay ${replay.name} is not in a valid state for this.`);
        }
        replay.state = 'CANCELLING';
        return { ReplayArn: replay.arn, State: replay.state };
      },
    },
  };
}

function summarize(replay: Replay): Record<string, unknown> {
  return {
    ReplayName: replay.name,
    EventSourceArn: replay.archive.arn,
    State: replay.state,
    StateReason: replay.reason,
    EventStartTime: replay.from,
    EventEndTime: replay.to,
    EventLastReplayedTime: replay.lastReplayed,
    ReplayStartTime: replay.startedAt,
    ReplayEndTime: replay.endedAt,
  };
}
