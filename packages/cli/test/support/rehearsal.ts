import { join } from 'node:path';
import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { until } from '../../../../test/support/until';
import { lateMinutes, mostMinutes, worstCaseMinutes } from '../../../../test/support/worst-case';
import { observedMinutes } from './observed-minutes';
import { type OpsCloud, startOpsCloud } from './ops-cloud';

/** A local cloud on which an alarm is rehearsed: the fault is made, and the runbook's part is followed to its end. */
export interface Rehearsal extends OpsCloud {
  /** The alarm fires, and no later than its worst case. */
  fires(id: string): Promise<void>;
  /** It, and what fired with it, has ended. */
  ends(...ids: readonly string[]): Promise<void>;
  /** Nothing waits, nothing is under way, and what became a dead letter meanwhile was redriven. */
  redriven(): Promise<void>;
  isIn(state: string, id: string): Promise<boolean>;
  /** Vibes' ids of the messages that were published, each as often as it was. */
  published(): readonly unknown[];
}

export interface RehearsalSettings {
  /** Options of `npm start`; a folder of the rehearsal's own is given to them. */
  readonly more?: (folder: string) => Promise<readonly string[]> | readonly string[];
}

/** A minute of CloudWatch is a second: an alarm that takes five takes five seconds. */
const minute = ['--minute', '1'];

/** Starts one before the tests of a file, and stops it after them. */
export function rehearse({ more = () => [] }: RehearsalSettings = {}): () => Rehearsal {
  const newFolder = temporaryFolder();
  let cloud: OpsCloud | undefined;
  beforeAll(async () => {
    cloud = await startOpsCloud(join(newFolder(), 'data'), [...minute, ...(await more(newFolder()))]);
  });
  afterAll(() => cloud?.stop());
  return () => {
    if (cloud === undefined) throw new Error('the local cloud of the rehearsal has not started');
    return asRehearsal(cloud);
  };
}

function asRehearsal(cloud: OpsCloud): Rehearsal {
  const { stackName } = cloud;
  const isIn = async (state: string, id: string) => {
    const { json } = await cloud.ops('alarms');
    return json.some((alarm: Record<string, string>) => alarm.name === `${stackName}-${id}` && alarm.state === state);
  };
  return {
    ...cloud,
    isIn,
    fires: async (id) => {
      await until(() => isIn('ALARM', id));
      expectInTime(cloud.dataDir, stackName, id);
    },
    ends: (...ids) => until(async () => (await Promise.all(ids.map((id) => isIn('OK', id)))).every(Boolean)),
    redriven: async () => {
      await cloud.drained();
      while ((await cloud.ops('dead', 'list')).json.count > 0) {
        await cloud.ops('dead', 'redrive', '--all', '--yes');
        await cloud.drained();
      }
    },
    published: () => cloud.events().map(({ detail }) => detail.data.messageId),
  };
}

/** What CloudWatch is late with a metric counts here, too. */
function expectInTime(dataDir: string, stackName: string, id: string): void {
  const observed = observedMinutes(dataDir, `${stackName}-${id}`);
  if (observed === undefined) return;
  const computed = worstCaseMinutes(id, observed.trigger);
  expect(computed).toBeLessThanOrEqual(mostMinutes(id));
  expect(observed.minutes).toBeGreaterThan(0);
  expect(observed.minutes + lateMinutes(id, observed.trigger)).toBeLessThanOrEqual(computed);
}

/** As Vibes posts a message. */
export function moMessage(id: string): string {
  return `<moMessage messageId="${id}" receiptDate="2026-05-06 07:08:09-0500"><source address="+15555550100" carrier="1" type="MDN"/><destination address="12345" type="SC"/><message>HELLO</message></moMessage>`;
}
