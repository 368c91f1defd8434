import { counted } from '@vibes-callbacks/local-cloud/text';
import { findTemporarySubscriptions } from '../../reads/temporary-subscription';
import { type Check, ok, warn } from './check';

/** Rules and queues that `listen` and `outcomes rebuild` make for themselves, and remove unless they are killed. */
export const temporaryRules: Check = {
  name: 'temporary rules',
  look: async (context, stack) => {
    const found = await findTemporarySubscriptions(context, stack);
    if (found.length === 0) return ok('none');
    const nowMs = context.io.now();
    const each = found.map(({ name, purpose, expiresAt }) => {
      const mayRun = expiresAt !== undefined && Date.parse(expiresAt) >= nowMs;
      return `${name} ${mayRun ? `(a ${purpose} that runs until ${expiresAt}, or was killed)` : '(left behind)'}`;
    });
    return warn(
      `${counted(found.length, 'rule or queue gets', 'rules and queues get')} copies of the events: ${each.join(', ')}`,
      `if none of them runs any more: ${context.commandLine('listen --clean')}`,
    );
  },
};
