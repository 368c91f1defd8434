import type { AlarmState } from '../aws/cloudwatch/alarms/alarm-definition';
import type { AlarmStatus } from '../aws/cloudwatch/alarms/running-alarms';
import { LocalCloudError } from '../base/local-cloud-error';
import { type ControlRoutes, readTexts } from '../control/control-api';
import { type CloudFault, complaintAbout, isFault } from '../faults/read-fault';
import type { LocalCloud } from '../local-cloud';
import { asRecord } from '../template/properties';

export interface ControlParts {
  readonly cloud: LocalCloud;
  /** The folder of a cloud assembly that is up to date with the sources. */
  assembly(): Promise<string>;
}

/** The control API's routes that every stack has. */
export function controlRoutes({ cloud, assembly: upToDate }: ControlParts): ControlRoutes {
  return {
    'GET health': () => ({ status: 'ready' }),
    'GET state': () => cloud.state(),
    'GET grants': () => ({ grants: cloud.access.aws.grants() }),
    'GET alarms': () => cloud.alarms().map(toAlarmEntry),
    /** One fault is added; a list takes the place of all faults. */
    'POST faults': (body) => postFaults(cloud, body),
    'GET faults': () => cloud.faults(),
    'DELETE faults': () => cloud.clearFaults(),
    'POST reset': (body) => postReset(cloud, body),
    /** Runs what rules with a schedule do, without waiting for its time. */
    'POST schedules': () => ({ rules: cloud.runSchedules() }),
    /** Lets minutes of CloudWatch pass at once, or holds them. */
    'POST minutes': (body) => postMinutes(cloud, body),
    'POST deploy': async (body) => {
      const { assembly } = readTexts(body, ['assembly']);
      await cloud.deploy(assembly ?? (await upToDate()));
    },
  };
}

export async function postReset(cloud: Pick<LocalCloud, 'reset'>, body: unknown): Promise<void> {
  const { keepWorkers = false, ...others } = asRecord(body);
  const [unknown] = Object.keys(others);
  if (unknown !== undefined)
    throw new LocalCloudError('bad-request', `"${unknown}" is not known: write keepWorkers, or nothing.`);
  if (typeof keepWorkers !== 'boolean')
    throw new LocalCloudError('bad-request', '"keepWorkers" must be true or false.');
  await cloud.reset(keepWorkers);
}

const mostMinutes = 24 * 60;

export async function postMinutes(
  cloud: Pick<LocalCloud, 'holdMinutes' | 'passMinutes'>,
  body: unknown,
): Promise<void> {
  const { count, hold, ...others } = asRecord(body);
  const [unknown] = Object.keys(others);
  if (unknown !== undefined)
    throw new LocalCloudError('bad-request', `"${unknown}" is not known: write some of count, hold.`);
  if (hold !== undefined && typeof hold !== 'boolean')
    throw new LocalCloudError('bad-request', '"hold" must be true or false.');
  const isCount = typeof count === 'number' && Number.isInteger(count) && count >= 1 && count <= mostMinutes;
  if (!isCount && (count !== undefined || hold === undefined))
    throw new LocalCloudError('bad-request', `"count" must be a whole number of minutes from 1 to ${mostMinutes}.`);
  if (hold !== undefined) cloud.holdMinutes(hold);
  if (isCount) await cloud.passMinutes(count);
}

/** Changes nothing where one of them is refused. */
export function postFaults(cloud: Pick<LocalCloud, 'addFault' | 'checkFault' | 'clearFaults'>, body: unknown): void {
  const faults = (Array.isArray(body) ? body : [body]).map(readFault);
  for (const fault of faults) cloud.checkFault(fault);
  if (Array.isArray(body)) cloud.clearFaults();
  for (const fault of faults) cloud.addFault(fault);
}

function readFault(value: unknown): CloudFault {
  if (isFault(value)) return value;
  throw new LocalCloudError('bad-request', complaintAbout(value) ?? 'This is not a fault.');
}

/** One alarm in the answer of `GET /_local/alarms`. */
interface AlarmEntry {
  readonly name: string;
  readonly state: AlarmState;
  /** ISO 8601 */
  readonly since: string;
  readonly reason: string;
  readonly description: string;
}

export function toAlarmEntry({ alarm, state, since, reason }: AlarmStatus): AlarmEntry {
  return { name: alarm.name, state, since: since.toISOString(), reason, description: alarm.description };
}
