import type { LocalCloud } from '@vibes-callbacks/local-cloud';
import { type CloudState, type ControlRoutes, readTexts } from '@vibes-callbacks/local-cloud';
import { toAlarmEntry } from './alarm-lines';
import { generatePassword } from './credentials';
import type { StackOwner } from './stack-owner';
import { StartError } from './start-error';

/** The control API's routes that only this stack has, in addition to those of every stack (docs/LOCAL.md). */
export function controlRoutes(cloud: LocalCloud, owner: StackOwner): ControlRoutes {
  return {
    'GET state': () => stackState(cloud),
    'GET alarms': () => cloud.alarms().map(toAlarmEntry),
    'POST redrive': () => owner.redrive(),
    /** Sets a new password, generated if the body names none; the one before stays valid. */
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

/** Counts the items of all tables, so also those of message outcomes and of an app. */
async function stackState(cloud: LocalCloud): Promise<StackState> {
  const state = await cloud.state();
  return { ...state, ledger: state.tables };
}
