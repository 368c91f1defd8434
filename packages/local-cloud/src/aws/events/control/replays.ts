import { errorText } from '../../../base/error-text';
import { asRecord, asTexts } from '../../../template/properties';
import { AwsError } from '../../protocols/aws-error';
import type { Input } from '../../protocols/create-service';
import type { PublishedEvent } from '../published-event';
import type { Archive } from './archives';

type State = 'STARTING' | 'RUNNING' | 'CANCELLING' | 'COMPLETED' | 'CANCELLED' | 'FAILED';

export interface Replay {
  readonly name: string;
  readonly arn: string;
  readonly description: string | undefined;
  readonly archive: Archive;
  readonly from: Date;
  readonly to: Date;
  readonly onlyRules: readonly string[];
  readonly startedAt: Date;
  state: State;
  reason?: string;
  endedAt?: Date;
  lastReplayed?: Date;
}

/** How many events are replayed at a time; in between, the local cloud does its other work. */
const atOnce = 100;

/** @throws AwsError for what EventBridge would refuse */
export function readReplay(input: Input, archives: readonly Archive[], toArn: (name: string) => string): Replay {
  const { ReplayName: name, EventSourceArn: source, Destination: destination, Description: description } = input;
  if (typeof name !== 'string' || !/^[.\-_A-Za-z0-9]{1,64}$/.test(name)) {
    throw invalid('ReplayName has 1 to 64 letters, digits or characters of .-_');
  }
  const archive = archives.find(({ arn }) => arn === source);
  if (archive === undefined)
    throw new AwsError('ResourceNotFoundException', `Archive ${String(source)} does not exist.`);
  const { Arn: bus, FilterArns: filters } = asRecord(destination);
  if (bus !== archive.sourceArn) throw invalid("Destination.Arn must be the bus of the archive's events");
  const [from, to] = [toTime(input.EventStartTime), toTime(input.EventEndTime)];
  if (from === undefined || to === undefined || from >= to)
    throw invalid('EventStartTime must lie before EventEndTime');
  return {
    name,
    arn: toArn(name),
    description: typeof description === 'string' ? description : undefined,
    archive,
    from,
    to,
    onlyRules: asTexts(filters),
    startedAt: new Date(),
    state: 'STARTING',
  };
}

/** Gives the archive's events of that time to the rules, the oldest first. */
export async function runReplay(replay: Replay, publish: (event: PublishedEvent) => void): Promise<void> {
  try {
    replay.state = 'RUNNING';
    const events = replay.archive
      .events()
      .map((json) => ({ json, time: timeOf(json) }))
      .filter(({ time }) => time >= replay.from && time < replay.to)
      .sort((left, right) => left.time.getTime() - right.time.getTime());
    for (let start = 0; start < events.length && !isCancelled(replay); start += atOnce) {
      for (const { json, time } of events.slice(start, start + atOnce)) {
        publish(toReplayed(json, replay));
        replay.lastReplayed = time;
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
    replay.state = isCancelled(replay) ? 'CANCELLED' : 'COMPLETED';
  } catch (error) {
    replay.state = 'FAILED';
    replay.reason = errorText(error);
  }
  replay.endedAt = new Date();
}

/** Another call may have changed it meanwhile. */
function isCancelled({ state }: Replay): boolean {
  return state === 'CANCELLING';
}

/** Adds `replay-name`, by which rules and targets recognize a replay. */
function toReplayed(json: string, { name, archive, onlyRules }: Replay): PublishedEvent {
  return {
    detailType: String(JSON.parse(json)['detail-type']),
    json: `{"replay-name":${JSON.stringify(name)},${json.slice(1)}`,
    busArn: archive.sourceArn,
    publishedAt: new Date(),
    ...(onlyRules.length === 0 ? {} : { onlyRules }),
  };
}

/** The event's own time, to the second. */
function timeOf(json: string): Date {
  return new Date(String(JSON.parse(json).time));
}

function toTime(value: unknown): Date | undefined {
  const time = value instanceof Date ? value : new Date(Number(value) * 1000);
  return value === undefined || Number.isNaN(time.getTime()) ? undefined : time;
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', `${message}.`);
}
