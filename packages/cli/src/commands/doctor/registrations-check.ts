import { isAtHand, openVibesApi, orSentence, type VibesApiOptions } from '../../vibes-api/access';
import { judgeRegistrations } from '../../vibes-api/judge';
import { type Check, fail, ok, unknown, warn } from './check';

/** What is registered at Vibes' Callback API. Checked only if its credentials are given. */
export function registrations(options: VibesApiOptions): Check {
  return {
    name: 'registrations',
    look: async (context, stack) => {
      if (!isAtHand(options, context)) {
        return unknown(
          'not looked at: it takes --company, and --secret or --user with the password in VIBES_API_PASSWORD',
        );
      }
      const api = await openVibesApi(context, stack, options);
      const url = stack.output('PlatformUrl');
      const found = judgeRegistrations(await orSentence(api.registrations()), { url, nowMs: context.io.now() });
      const ours = found.registrations.filter(({ verdict }) => verdict === 'ours').length;
      if (found.ok) return ok(`${ours} of Platform events are at this stack`);
      const [first = '', ...more] = found.advice;
      const detail = more.length === 0 ? first : `${first} (and ${more.length} more: "connect status")`;
      // What goes to another URL may be meant to; what has ended here is lost.
      const isLost = found.registrations.some(({ verdict }) => verdict === 'ended');
      return (isLost ? fail : warn)(context.typed(detail), '"connect status"');
    },
  };
}
