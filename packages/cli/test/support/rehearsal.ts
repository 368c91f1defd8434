import { join } from 'node:path';
import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { until } from '../../../../test/support/until';
import { lateMinutes, mostMinutes, worstCaseMinutes } from '../../../../test/support/worst-case';
import { observedMinutes } from './observed-minutes';
import { type OpsCloud, startOpsCloud } from './ops-cloud';
import { type EditableTemplate, patchedAssembly } from './patched-assembly';

/** A local cloud on which an alarm is rehearsed: the fault is made, and the runbook's part is followed to its end. */
export interface Rehearsal extends OpsCloud {
  /** The alarm fires, and no later than its worst case. */
  fires(id: string): Promise<void>;
  /** It, and what fired with it, has ended. */
  ends(...ids: readonly string[]): Promise<void>;
  /** Nothing waits, nothing is under way, and what became a dead letter meanwhile was redriven. */
  redriven(): Promise<void>;
  isIn(state: string, id: string): Promise<boolean>;
  /** The cloud assembly in this folder. @default the one that it started with */
  deploy(assembly?: string): Promise<void>;
  /** What a change in `lib/` would make of the template. @param also changes the files of the assembly */
  deployEdited(edit: (template: EditableTemplate) => void, also?: (assembly: string) => void): Promise<void>;
  /** Vibes' ids of the messages that were published, each as often as it was. */
  published(): readonly unknown[];
}

export interface RehearsalSettings {
  /** More options of `npm start`; a folder of the rehearsal's own is given to them. */
  readonly more?: (folder: string) => Promise<readonly string[]> | readonly string[];
  /** The stack has a secret for RBM signatures, with this value. */
  readonly rbmSecret?: string;
}

/** A minute of CloudWatch is a second: an alarm that takes five takes five seconds. */
const minute = ['--minute', '1'];

/**
 * Starts one local cloud for the rehearsals of a file, and brings it back to how it started before each: empty, with its
 * own template, switches and credentials, and no alarm in ALARM. So a rehearsal depends on none before it.
 */
export function rehearse({ more = () => [], rbmSecret }: RehearsalSettings = {}): () => Rehearsal {
  jest.setTimeout(240_000);
  const newFolder = temporaryFolder();
  const rbm = rbmSecret === undefined ? [] : ['--rbm-secret', rbmSecret];
  const context = rbmSecret === undefined ? {} : { rbmSecret: 'create' };
  const deployment = { context, newFolder };
  let cloud: OpsCloud | undefined;
  /** What the rehearsal before asked the control API for. */
  let asked: Set<string> | undefined;
  beforeAll(async () => {
    const started = await startOpsCloud(join(newFolder(), 'data'), [...minute, ...rbm, ...(await more(newFolder()))]);
    const control: OpsCloud['control'] = (method, path, body) => {
      asked?.add(path);
      return started.control(method, path, body);
    };
    cloud = { ...started, control };
    // A rehearsal is timed from the alarms' first evaluation on.
    await until(async () =>
      (await started.ops('alarms')).json.some(({ state }: Record<string, string>) => state === 'OK'),
    );
  });
  beforeEach(async () => {
    if (asked !== undefined && cloud !== undefined) await bringBack(cloud, asked.has('deploy'), rbmSecret);
    asked = new Set();
  });
  afterAll(() => cloud?.stop());
  return () => {
    if (cloud === undefined) throw new Error('the local cloud of the rehearsal has not started');
    return asRehearsal(cloud, deployment);
  };
}

async function bringBack(cloud: OpsCloud, isDeployed: boolean, rbmSecret: string | undefined): Promise<void> {
  await steer(cloud, 'DELETE', 'faults');
  if (isDeployed) await steer(cloud, 'POST', 'deploy', {});
  await steer(cloud, 'POST', 'secrets/mo', { username: 'vibes', password: 'pw' });
  if (rbmSecret !== undefined) await steer(cloud, 'POST', 'secrets/rbm', { secret: rbmSecret });
  await cloud.switchConsumer(true);
  await steer(cloud, 'POST', 'reset');
  await until(async () => {
    const { json } = await cloud.ops('alarms');
    return json.every(({ state }: Record<string, string>) => state !== 'ALARM');
  });
}

async function steer(cloud: OpsCloud, method: string, path: string, body?: unknown): Promise<void> {
  const answer = await cloud.control(method, path, body);
  expect([path, answer]).toEqual([path, expect.objectContaining({ status: 200 })]);
}

interface RehearsedDeployment {
  readonly context: Readonly<Record<string, string>>;
  readonly newFolder: () => string;
}

function asRehearsal(cloud: OpsCloud, { context, newFolder }: RehearsedDeployment): Rehearsal {
  const { stackName } = cloud;
  const isIn = async (state: string, id: string) => {
    const { json } = await cloud.ops('alarms');
    return json.some((alarm: Record<string, string>) => alarm.name === `${stackName}-${id}` && alarm.state === state);
  };
  const deploy = async (assembly?: string) =>
    steer(cloud, 'POST', 'deploy', assembly === undefined ? {} : { assembly });
  return {
    ...cloud,
    isIn,
    deploy,
    deployEdited: async (edit, also) => {
      const assembly = await patchedAssembly(edit, newFolder(), context);
      await also?.(assembly);
      await deploy(assembly);
    },
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
