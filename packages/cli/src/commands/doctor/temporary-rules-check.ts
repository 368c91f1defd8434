import { counted } from '@vibes-callbacks/local-cloud/text';
import { findTemporarySubscriptions, isExpired } from '../../reads/temporary-subscription';
import { type Check, ok, warn } from './check';

/** Rules and queues that `listen` and `outcomes rebuild` make for themselves, and remove unless they are killed. */
export const temporaryRules: Check = {
  name: 'temporary rules',
  look: async (context, stack) => {
    const found = await findTemporarySubscriptions(context, stack);
    if (found.length === 0) return ok('none');
    const nowMs = context.io.now();
    const each = found.map((one) => {
      if (isExpired(one, nowMs)) return `${one.name} (left behind)`;
      return `${one.name} (a ${one.purpose} that runs until ${one.expiresAt}, or was killed)`;
    });
    return warn(
      `${counted(found.length, 'rule or queue gets', 'rules and queues get')} copies of the events: ${each.join(', ')}`,
      `if none of them runs any more: ${context.commandLine('listen --clean')}`,
    );
  },
};
