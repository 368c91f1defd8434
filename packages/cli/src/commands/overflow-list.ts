import { Option } from 'commander';
import { defineCommand } from '../frame/command';
import type { CommonOptions } from '../frame/context';
import { answerSoon } from '../frame/deadline';
import { progressOf } from '../frame/progress';
import { table } from '../frame/table';
import { isoTime } from '../frame/times';
import { joinNeeds, type Needs, stackNeeds } from '../policy/needs';
import { identityNeeds } from '../reads/identity-key';
import type { ListedObject } from '../reads/objects';
import { everything, findPendingOverflow } from '../reads/pending-overflow';

export const overflowNeeds: Needs = {
  's3:ListBucket': ['bucket'],
  's3:GetObject': ['overflowObjects'],
  'dynamodb:Query': ['ledger'],
  ...identityNeeds,
};

interface Options extends CommonOptions {
  readonly all?: boolean;
}

export const overflowList = defineCommand<Options>({
  name: 'overflow list',
  about: 'Lists what is in the overflow bucket and was never published.',
  options: [new Option('--all', 'check every object, however long it takes')],
  example: 'overflow list',
  kind: 'reads',
  needs: joinNeeds(stackNeeds, overflowNeeds),
  run: async (context, { all }) => {
    const progress = progressOf(context, 'objects');
    const deadline = all ? everything.deadline : answerSoon(context);
    const found = await findPendingOverflow(context, await context.stack(), { ...everything, deadline }, progress.at);
    progress.end();
    const { unchecked } = found;
    const isCut = deadline.leftOut.length > 0;
    if (isCut) context.note(uncheckedNote(unchecked));
    const objects = found.pending.map(toRow);
    const undecided = found.undecided.map(toRow);
    if (undecided.length > 0) context.note(undecidedNote(undecided.length));
    return {
      code: 0,
      json: {
        count: objects.length,
        objects,
        ...(undecided.length === 0 ? {} : { undecided }),
        ...(isCut ? { unchecked } : {}),
      },
      text: () => {
        const rows = [...objects, ...undecided.map((row) => ({ ...row, published: 'not known' }))];
        if (rows.length === 0 && isCut) return 'None of the objects checked is unpublished.';
        if (rows.length === 0) return 'Everything in the bucket was published.';
        return table(rows, context.io.columns, context.paint);
      },
    };
  },
});

function toRow({ key, storedAtMs, size }: ListedObject) {
  return { key, storedAt: isoTime(storedAtMs), size };
}

function uncheckedNote(count: number): string {
  return `At least ${count} objects could not be checked in 3 s. "overflow list --all" checks every one.`;
}

export function undecidedNote(count: number): string {
  return `${count} may have been published or not. "overflow requeue --all" takes them too: once the consumer can read the key, it publishes none twice.`;
}
