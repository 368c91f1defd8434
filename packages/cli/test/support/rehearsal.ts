import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { until } from '../../../../test/support/until';
import { alarmStates, haveFired } from './alarm-states';
import { type OpsCloud, startOpsCloud } from './ops-cloud';
import { type EditableTemplate, patchedAssembly, resourcesOf } from './patched-assembly';

/** A local cloud on which an alarm is rehearsed: the fault is made, and the runbook's part is followed to its end. */
export interface Rehearsal extends OpsCloud {
  /** The alarm fires because of what has happened. The tests of `lib/` show after how many bad minutes. */
  fires(id: string): Promise<void>;
  /** The alarm fires because this happens again in each minute. @returns how often it happened */
  firesBy(id: string, happens: () => Promise<unknown>): Promise<number>;
  /** The alarm has fired since the start, even if it ended meanwhile. */
  hasFired(id: string): Promise<void>;
  /** Lets this many minutes of CloudWatch pass. */
  pass(minutes: number): Promise<void>;
  /** These alarms have ended. */
  ends(...ids: readonly string[]): Promise<void>;
  /** Nothing waits, nothing is under way, and dead letters have been redriven. */
  redriven(): Promise<void>;
  isIn(state: string, id: string): boolean;
  /** As minutes pass, the verdict of `status` stops being `act`. */
  calm(): Promise<void>;
  /** As minutes pass, `status` has nothing to report. */
  quiet(): Promise<void>;
  /** Deploys the stack as it was at the start. */
  deploy(): Promise<void>;
  /** Deploys an edited template, as after a change in `lib/`. @param also changes the files of the assembly */
  deployEdited(edit: (template: EditableTemplate) => void, also?: (assembly: string) => void): Promise<void>;
  /** Vibes' ids of the messages that were published, each as often as it was. */
  published(): readonly unknown[];
}

export interface RehearsalSettings {
  /** Changes the template from the start. */
  readonly edit?: (template: EditableTemplate) => void;
  /** Added to the context of `cdk.json`. */
  readonly context?: Readonly<Record<string, string>>;
  /** The stack has a secret for RBM signatures, with this value. */
  readonly rbmSecret?: string;
}

/** A minute is a second, so a retry after five minutes takes five seconds. CloudWatch's pass when the test says so. */
const minute = ['--minute', '1'];

/**
 * Starts one local cloud for the rehearsals of a file, and restores it before each: empty, with its own template,
 * switches and credentials, and no alarm in ALARM. So no rehearsal depends on another.
 */
export function rehearse({ edit, context = {}, rbmSecret }: RehearsalSettings = {}): () => Rehearsal {
  const newFolder = temporaryFolder();
  const rbm = rbmSecret === undefined ? [] : ['--rbm-secret', rbmSecret];
  const assemblyWith: AssemblyWith = (more) =>
    patchedAssembly(
      (template) => {
        stayNew(template);
        edit?.(template);
        more?.(template);
      },
      newFolder(),
      { ...context, ...(rbmSecret === undefined ? {} : { rbmSecret: 'create' }) },
    );
  let cloud: OpsCloud | undefined;
  /** The calls of the control API by the previous rehearsal. */
  let asked: Set<string> | undefined;
  beforeAll(async () => {
    const options = [...minute, ...rbm, '--assembly', await assemblyWith()];
    const started = await startOpsCloud(join(newFolder(), 'data'), options);
    const control: OpsCloud['control'] = (method, path, body) => {
      asked?.add(path);
      return started.control(method, path, body);
    };
    cloud = { ...started, control };
    await steer(started, 'POST', 'minutes', { hold: true });
  });
  beforeEach(async () => {
    if (asked !== undefined && cloud !== undefined) await bringBack(cloud, asked.has('deploy'), rbmSecret);
    asked = new Set();
  });
  return () => {
    if (cloud === undefined) throw new Error('the local cloud of the rehearsal has not started');
    return asRehearsal(cloud, assemblyWith);
  };
}

type AssemblyWith = (more?: (template: EditableTemplate) => void) => Promise<string>;

/** In minutes: the most that CloudWatch accepts, two days. */
const longestWarmUp = 2_880;

/**
 * Scheduled runs (the sweep, the outcomes' ticks) do not happen while minutes pass at once. The alarms that would miss them
 * stay in their warm-up, unless a rehearsal deploys them otherwise.
 */
function stayNew(template: EditableTemplate): void {
  for (const [, { Properties }] of resourcesOf(template, 'AWS::CloudWatch::Alarm')) {
    const { WarmUpConfiguration } = Properties;
    if (WarmUpConfiguration === undefined) continue;
    Properties.WarmUpConfiguration = { ...Object(WarmUpConfiguration), WarmUpPeriodDurationInMinutes: longestWarmUp };
  }
}

/** Only alarms of the deployed template count: a rehearsal may have had more. */
async function areAllQuiet(cloud: OpsCloud): Promise<boolean> {
  const { json } = await cloud.ops('alarms');
  return json.every(({ state }: { readonly state: string }) => state !== 'ALARM');
}

async function bringBack(cloud: OpsCloud, isDeployed: boolean, rbmSecret: string | undefined): Promise<void> {
  await steer(cloud, 'DELETE', 'faults');
  if (isDeployed) await steer(cloud, 'POST', 'deploy', {});
  await steer(cloud, 'POST', 'secrets/mo', { username: 'vibes', password: 'pw' });
  if (rbmSecret !== undefined) await steer(cloud, 'POST', 'secrets/rbm', { secret: rbmSecret });
  await cloud.switchConsumer(true);
  await steer(cloud, 'POST', 'reset');
  await until(async () => {
    await pass(cloud, 1);
    return await areAllQuiet(cloud);
  });
}

/** Lets minutes of CloudWatch pass at once. */
async function pass(cloud: OpsCloud, count: number): Promise<void> {
  await steer(cloud, 'POST', 'minutes', { count });
}

async function steer(cloud: OpsCloud, method: string, path: string, body?: unknown): Promise<void> {
  const answer = await cloud.control(method, path, body);
  expect([path, answer]).toEqual([path, expect.objectContaining({ status: 200 })]);
}

function asRehearsal(cloud: OpsCloud, assemblyWith: AssemblyWith): Rehearsal {
  const { dataDir, stackName } = cloud;
  const isIn = (state: string, id: string) => alarmStates(dataDir).get(`${stackName}-${id}`) === state;
  /**
   * @param quickly how many rounds come without a pause. Then they slow down to one a second, so that what commands count
   *   within an hour does not age too soon
   */
  const passUntil = async (quickly: number, isSo: () => boolean | Promise<boolean>, minutes = 1) => {
    for (let passed = 0; !(await isSo()); passed += 1) {
      if (passed >= quickly) await sleep(Math.min(1_000, 50 * 2 ** (passed - quickly)));
      await pass(cloud, minutes);
    }
  };
  return {
    ...cloud,
    isIn,
    deploy: () => steer(cloud, 'POST', 'deploy', {}),
    deployEdited: async (edit, also) => {
      const assembly = await assemblyWith(edit);
      await also?.(assembly);
      await steer(cloud, 'POST', 'deploy', { assembly });
    },
    pass: (minutes) => pass(cloud, minutes),
    hasFired: (id) => passUntil(2, () => haveFired(dataDir).has(`${stackName}-${id}`)),
    fires: (id) => passUntil(2, () => isIn('ALARM', id)),
    firesBy: async (id, happens) => {
      let count = 0;
      for (; !isIn('ALARM', id); count += 1) {
        await happens();
        await pass(cloud, 1);
      }
      return count;
    },
    ends: (...ids) => passUntil(30, () => ids.every((id) => isIn('OK', id))),
    calm: () => passUntil(12, async () => (await cloud.ops('status')).json.verdict !== 'act', 5),
    quiet: () => passUntil(12, async () => (await cloud.ops('status')).code === 0, 5),
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

/** As Vibes posts a message. */
export function moMessage(id: string): string {
  return `<moMessage messageId="${id}" receiptDate="2026-05-06 07:08:09-0500"><source address="+15555550100" carrier="1" type="MDN"/><destination address="12345" type="SC"/><message>HELLO</message></moMessage>`;
}
