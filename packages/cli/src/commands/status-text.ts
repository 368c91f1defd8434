import { prefixes } from '../../../../lib/bucket-prefixes';
import type { OpsContext } from '../frame/context';
import type { Paint } from '../frame/paint';
import { record } from '../frame/table';
import { spanText } from '../frame/times';
import { listOf } from '../reads/objects';
import { sources } from '../reads/sources';
import type { Status, Verdict } from './status-verdict';

const colours = { fine: 'good', look: 'warn', act: 'bad' } as const satisfies Record<Verdict, keyof Paint>;

const queues = [sources.callbackQueue, sources.retryQueue];
const overflowObjects = [sources.overflow, listOf(prefixes.overflow)];
const unrecognizedObjects = [sources.unrecognized, listOf(prefixes.unrecognized)];

/** One screen. */
export function statusText(
  status: Status,
  stackName: string,
  { io, paint, typed }: Pick<OpsContext, 'io' | 'paint' | 'typed'>,
): string {
  const {
    verdict,
    version,
    commit,
    waiting,
    inFlight,
    retrying,
    dead,
    undelivered,
    overflow,
    unrecognized,
    refused,
    turnedAway,
    outcomes,
    alarms,
    leftOut,
  } = status;
  /** What was not read completely is a minimum, and a zero says nothing. */
  const known = (text: string, ...of: readonly string[]) => {
    if (!of.some((source) => leftOut.some((what) => what.startsWith(source)))) return text;
    return /^0( waiting)?$/.test(text) ? 'not known' : `${text}; perhaps more`;
  };
  const running = [version, commit === null ? null : `(${commit.slice(0, 12)})`].filter((part) => part !== null);
  const rows = {
    waiting: known(age(waiting.count, waiting.oldestSeconds), ...queues),
    'in flight': known(String(inFlight), ...queues),
    'tried again': known(counts(retrying.causes, 'now'), ...queues, sources.retries),
    dead: known(
      age(dead.count, dead.oldestReceivedAt === null ? null : (io.now() - Date.parse(dead.oldestReceivedAt)) / 1000),
      sources.dead,
    ),
    undelivered: undelivered.notAllowed
      ? 'not counted'
      : known(counts(undelivered.bySubscription, 'now'), sources.undelivered),
    overflow:
      known(age(overflow.pending, overflow.oldestSeconds), ...(overflow.unchecked > 0 ? [] : overflowObjects)) +
      (overflow.undecided === 0 ? '' : `; ${overflow.undecided} undecided`) +
      (overflow.unchecked === 0 ? '' : typed(`; ${overflow.unchecked} older not checked: "overflow list --all"`)),
    unrecognized:
      known(counts(unrecognized.lastDay, 'in the last day'), ...unrecognizedObjects) +
      (unrecognized.dismissed === 0 ? '' : `; ${unrecognized.dismissed} dismissed`),
    'answered 5XX': known(counts(refused.causes, 'in the last hour'), sources.refused),
    'answered 401': known(
      counts(turnedAway.wrongCredentials, 'in the last hour'),
      sources.turnedAway,
      sources.wrongCredentials,
    ),
    'gateway refused': known(gatewayText(turnedAway), sources.turnedAway),
    ...(outcomes === null ? {} : { outcomes: known(outcomesText(outcomes), sources.outcomes) }),
    'in alarm': known(
      alarms.length === 0 ? '0' : alarms.map((alarm) => alarmText(alarm, stackName)).join(', '),
      sources.alarms,
    ),
  };
  const head = `${paint.bold([stackName, ...running].join(' '))}  ${paint[colours[verdict]](verdict)}`;
  return `${head}\n\n${record(rows, paint, io.columns)}`;
}

function outcomesText({ waiting, failed, crashed, overdue }: NonNullable<Status['outcomes']>): string {
  const failures = { ...failed, ...(crashed > 0 ? { crashed } : {}) };
  const late = overdue === 0 ? [] : [`${overdue} overdue in the last hour`];
  const failing = Object.keys(failures).length === 0 ? [] : [`failed ${counts(failures, 'in the last hour')}`];
  return [age(waiting.count, waiting.oldestSeconds, ' waiting'), ...failing, ...late].join('; ');
}

/** A client that waits for the challenge is refused once for each call that is let through. */
function gatewayText({ byGateway, byGatewayOnMo, passedOnMo }: Status['turnedAway']): string {
  if (byGateway === 0) return '0';
  return `${byGateway} in the last hour: ${byGatewayOnMo} asked for credentials on the MO route (${passedOnMo} came through), ${Math.max(0, byGateway - byGatewayOnMo)} refused (address, size or throttle)`;
}

function alarmText({ name, since }: Status['alarms'][number], stackName: string): string {
  const shown = name.replace(`${stackName}-`, '');
  return since === null ? shown : `${shown} since ${since.slice(0, 16)}Z`;
}

function age(count: number, oldestSeconds: number | null, what = ''): string {
  const oldest = count === 0 || oldestSeconds === null ? '' : `, the oldest for ${spanText(oldestSeconds)}`;
  return `${count}${what}${oldest}`;
}

function counts(byName: Readonly<Record<string, number>>, when: string): string {
  const entries = Object.entries(byName);
  if (entries.length === 0) return '0';
  const sum = entries.reduce((total, [, count]) => total + count, 0);
  return `${sum} ${when}: ${entries.map(([name, count]) => `${name} ${count}`).join(', ')}`;
}
