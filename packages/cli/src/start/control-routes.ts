import type { LocalCloud } from '@vibes-callbacks/local-cloud';
import { type CloudState, type ControlRoutes, complaintAbout, isFault, readTexts } from '@vibes-callbacks/local-cloud';
import { toAlarmEntry } from './alarm-lines';
import { generatePassword } from './credentials';
import type { StackOwner } from './stack-owner';
import { StartError } from './start-error';

export interface ControlParts {
  readonly cloud: LocalCloud;
  readonly owner: StackOwner;
  /** A cloud assembly that is up to date with the sources. */
  synthesize(): Promise<string>;
}

/** Every route of the control API (docs/LOCAL.md). */
export function controlRoutes({ cloud, owner, synthesize }: ControlParts): ControlRoutes {
  return {
    'GET health': () => ({ status: 'ready' }),
    'GET state': () => stackState(cloud),
    'GET grants': () => ({ grants: owner.grants() }),
    'GET alarms': () => cloud.alarms().map(toAlarmEntry),
    /** One fault is added; a list takes the place of all faults. */
    'POST faults': (body) => postFaults(cloud, body),
    'GET faults': () => cloud.faults(),
    'DELETE faults': () => cloud.clearFaults(),
    'POST reset': () => cloud.reset(),
    'POST redrive': () => owner.redrive(),
    /** What a rule does by a schedule, without waiting for its time. */
    'POST schedules': () => ({ rules: cloud.runSchedules() }),
    'POST deploy': async (body) => {
      const { assembly } = readTexts(body, ['assembly']);
      await cloud.deploy(assembly ?? (await synthesize()));
    },
    /** A new password, generated where the body names none; the one before stays good. */
    'POST secrets/mo': async (body) => {
      const wanted = readTexts(body, ['username', 'password']);
      return owner.setMoCredentials({ password: generatePassword(), ...wanted });
    },
    'POST secrets/rbm': async (body) => {
      const { secret } = readTexts(body, ['secret']);
      if (secret === undefined) throw new StartError('bad-request', '"secret" is missing.');
      await owner.setRbmSecret(secret);
    },
  };
}

/** `GET /_local/state`. */
export interface StackState extends CloudState {
  readonly ledger: { readonly items: number };
}

/** The ledger is the stack's only table. */
async function stackState(cloud: LocalCloud): Promise<StackState> {
  const state = await cloud.state();
  return { ...state, ledger: state.tables };
}

function postFaults(cloud: LocalCloud, body: unknown): void {
  const faults: readonly unknown[] = Array.isArray(body) ? body : [body];
  for (const fault of faults) {
    const complaint = complaintAbout(fault);
    if (complaint !== undefined) throw new StartError('bad-request', complaint);
  }
  if (Array.isArray(body)) cloud.clearFaults();
  for (const fault of faults) if (isFault(fault)) cloud.addFault(fault);
}
