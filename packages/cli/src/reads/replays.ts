import type { OpsContext } from '../frame/context';
import type { DeployedStack } from './stack';

export interface ReplaySpan {
  readonly prefix: string;
  /** Epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  readonly ruleArn: string;
}

const pollMs = 2_000;

/** The replay of the same span that is under way: typed again after an interruption, it is followed, not doubled. */
export async function findRunningReplay({ clients }: OpsContext, prefix: string): Promise<string | undefined> {
  const { client, sdk } = await clients.eventBridge();
  const { Replays = [] } = await client.send(new sdk.ListReplaysCommand({ NamePrefix: prefix }));
  return Replays.find(({ State = '' }) => ['STARTING', 'RUNNING'].includes(State))?.ReplayName;
}

export async function startReplay(
  { clients, io }: OpsContext,
  stack: DeployedStack,
  { prefix, from, to, ruleArn }: ReplaySpan,
): Promise<string> {
  const { client, sdk } = await clients.eventBridge();
  const { Arn } = await client.send(new sdk.DescribeEventBusCommand({ Name: stack.output('EventBusName') }));
  // A name is taken for 90 days; an operator may want the same again. 64 characters at most.
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

/** Its last state. Interrupted, it goes on without anybody who looks. */
export async function awaitReplay({ clients, io }: OpsContext, name: string): Promise<string> {
  const { client, sdk } = await clients.eventBridge();
  for (;;) {
    const { State = 'UNKNOWN' } = await client.send(new sdk.DescribeReplayCommand({ ReplayName: name }));
    if (!['STARTING', 'RUNNING'].includes(State)) return State;
    await io.pause(pollMs);
    io.interrupted.throwIfAborted();
  }
}
