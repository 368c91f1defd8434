import { join } from 'node:path';
import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { until } from '../../../../test/support/until';
import { alarmStates, haveFired } from './alarm-states';
import { type OpsCloud, startOpsCloud } from './ops-cloud';
import { type EditableTemplate, patchedAssembly, resourcesOf } from './patched-assembly';

/** A local cloud on which an alarm is rehearsed: the fault is made, and the runbook's part is followed to its end. */
export interface Rehearsal extends OpsCloud {
  /** The alarm fires. After how many bad minutes it does, the tests of `lib/` say. */
  fires(id: string): Promise<void>;
  /** The alarm has fired since the start, also if it ended meanwhile. */
  hasFired(id: string): boolean;
  /** It, and what fired with it, has ended. */
  ends(...ids: readonly string[]): Promise<void>;
  /** Nothing waits, nothing is under way, and what became a dead letter meanwhile was redriven. */
  redriven(): Promise<void>;
  isIn(state: string, id: string): boolean;
  /** The stack as it was at the start. */
  deploy(): Promise<void>;
  /** What a change in `lib/` would make of its template. @param also changes the files of the assembly */
  deployEdited(edit: (template: EditableTemplate) => void, also?: (assembly: string) => void): Promise<void>;
  /** Vibes' ids of the messages that were published, each as often as it was. */
  published(): readonly unknown[];
}

export interface RehearsalSettings {
  /** What the stack has besides. */
  readonly edit?: (template: EditableTemplate) => void;
  /** Added to the context of `cdk.json`. */
  readonly context?: Readonly<Record<string, string>>;
  /** The stack has a secret for RBM signatures, with this value. */
  readonly rbmSecret?: string;
}

/** A minute of CloudWatch is a second: an alarm that takes five takes five seconds. */
const minute = ['--minute', '1'];

/**
 * Starts one local cloud for the rehearsals of a file, and brings it back to how it started before each: empty, with its
 * own template, switches and credentials, and no alarm in ALARM. So a rehearsal depends on none before it.
 */
export function rehearse({ edit, context = {}, rbmSecret }: RehearsalSettings = {}): () => Rehearsal {
  jest.setTimeout(240_000);
  const newFolder = temporaryFolder();
  const rbm = rbmSecret === undefined ? [] : ['--rbm-secret', rbmSecret];
  const assemblyWith: AssemblyWith = (more) =>
    patchedAssembly(
      (template) => {
        edit?.(template);
        more?.(template);
        forgetSoon(template);
      },
      newFolder(),
      { ...context, ...(rbmSecret === undefined ? {} : { rbmSecret: 'create' }) },
    );
  let cloud: OpsCloud | undefined;
  /** What the rehearsal before asked the control API for. */
  let asked: Set<string> | undefined;
  beforeAll(async () => {
    const options = [...minute, ...rbm, '--assembly', await assemblyWith()];
    const started = await startOpsCloud(join(newFolder(), 'data'), options);
    const control: OpsCloud['control'] = (method, path, body) => {
      asked?.add(path);
      return started.control(method, path, body);
    };
    cloud = { ...started, control };
    // The alarms were evaluated once.
    await until(() => statesOf(started).includes('OK'));
  });
  beforeEach(async () => {
    if (asked !== undefined && cloud !== undefined) await bringBack(cloud, asked.has('deploy'), rbmSecret);
    asked = new Set();
  });
  afterAll(() => cloud?.stop());
  return () => {
    if (cloud === undefined) throw new Error('the local cloud of the rehearsal has not started');
    return asRehearsal(cloud, assemblyWith);
  };
}

type AssemblyWith = (more?: (template: EditableTemplate) => void) => Promise<string>;

/**
 * An alarm ends when its last bad minute has left what it looks at: for some that is a quarter of an hour, for others the
 * next minute, before a command is typed. Here it is twice what it takes to fire, so that it fires although a busy machine
 * sends nothing in some of these seconds. How far each looks back, the tests of `lib/` say.
 */
function forgetSoon(template: EditableTemplate): void {
  for (const [, { Properties }] of resourcesOf(template, 'AWS::CloudWatch::Alarm')) {
    const { Namespace, Period, EvaluationPeriods, DatapointsToAlarm = EvaluationPeriods } = Properties;
    // A queue's backlog stays until it is read, so these alarms are left as they are.
    if (Properties.TreatMissingData !== 'notBreaching' || Namespace === 'AWS/SQS') continue;
    if (Period === 300) Properties.Period = 60;
    Object.assign(Properties, { DatapointsToAlarm, EvaluationPeriods: 2 * Number(DatapointsToAlarm) });
  }
}

function statesOf({ dataDir }: OpsCloud): readonly string[] {
  return [...alarmStates(dataDir).values()];
}

async function bringBack(cloud: OpsCloud, isDeployed: boolean, rbmSecret: string | undefined): Promise<void> {
  await steer(cloud, 'DELETE', 'faults');
  if (isDeployed) await steer(cloud, 'POST', 'deploy', {});
  await steer(cloud, 'POST', 'secrets/mo', { username: 'vibes', password: 'pw' });
  if (rbmSecret !== undefined) await steer(cloud, 'POST', 'secrets/rbm', { secret: rbmSecret });
  await cloud.switchConsumer(true);
  await steer(cloud, 'POST', 'reset');
  await until(() => !statesOf(cloud).includes('ALARM'));
}

async function steer(cloud: OpsCloud, method: string, path: string, body?: unknown): Promise<void> {
  const answer = await cloud.control(method, path, body);
  expect([path, answer]).toEqual([path, expect.objectContaining({ status: 200 })]);
}

function asRehearsal(cloud: OpsCloud, assemblyWith: AssemblyWith): Rehearsal {
  const { dataDir, stackName } = cloud;
  const isIn = (state: string, id: string) => alarmStates(dataDir).get(`${stackName}-${id}`) === state;
  return {
    ...cloud,
    isIn,
    deploy: () => steer(cloud, 'POST', 'deploy', {}),
    deployEdited: async (edit, also) => {
      const assembly = await assemblyWith(edit);
      await also?.(assembly);
      await steer(cloud, 'POST', 'deploy', { assembly });
    },
    hasFired: (id) => haveFired(dataDir).has(`${stackName}-${id}`),
    fires: (id) => until(() => isIn('ALARM', id)),
    ends: (...ids) => until(() => ids.every((id) => isIn('OK', id))),
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
