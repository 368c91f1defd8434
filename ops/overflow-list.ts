import { identityNeeds } from './aws/identity-key';
import { everything, findPendingOverflow } from './aws/pending-overflow';
import { defineCommand } from './frame/command';
import { progressOf } from './frame/progress';
import { table } from './frame/table';
import { isoTime } from './frame/times';
import { joinNeeds, type Needs, stackNeeds } from './policy/needs';

export const overflowNeeds: Needs = {
  's3:ListBucket': ['bucket'],
  's3:GetObject': ['overflowObjects'],
  'dynamodb:Query': ['ledger'],
  ...identityNeeds,
};

export const overflowList = defineCommand({
  name: 'overflow list',
  about: 'What lies in the bucket and was never published.',
  example: 'overflow list',
  kind: 'reads',
  needs: joinNeeds(stackNeeds, overflowNeeds),
  run: async (context) => {
    const progress = progressOf(context, 'objects');
    const { pending } = await findPendingOverflow(context, await context.stack(), everything, progress.at);
    progress.end();
    const objects = pending.map(({ key, storedAtMs, size }) => ({ key, storedAt: isoTime(storedAtMs), size }));
    return {
      code: 0,
      json: { count: objects.length, objects },
      text: () =>
        objects.length === 0
          ? 'Everything in overflow/ was published.'
          : table(objects, context.io.columns, context.paint),
    };
  },
});
