import { counted } from '@vibes-callbacks/local-cloud/text';
import { Option } from 'commander';
import { type Envelope, encodeEnvelope } from '../../../../lambda/shared/envelope';
import { sentAgainKey } from '../../../../lambda/shared/overflow-key';
import { defineCommand } from '../frame/command';
import type { ChangeOptions, OpsContext } from '../frame/context';
import { allOption, checkSelection } from '../frame/selection';
import { joinNeeds, stackNeeds } from '../policy/needs';
import { identityNeeds } from '../reads/identity-key';
import { putObject } from '../reads/objects';
import { sendBody } from '../reads/queue';
import type { DeployedStack } from '../reads/stack';
import { type KeptCallback, markReprocessed } from '../reads/unrecognized';
import { chooseKept } from './choose-kept';
import { type NextReading, readAgain, rivals, stillKeptNote } from './unrecognized-again';
import { keptIdOption, keptNeeds, reasonOption } from './unrecognized-list';

interface Options extends ChangeOptions {
  readonly id?: readonly string[];
  readonly reason?: string;
  readonly all?: boolean;
  readonly vouch?: boolean;
}

interface Failed {
  readonly eventId: string;
  readonly cause: string;
}

/** The limit of SQS, in bytes: larger ones go through the overflow bucket, which notifies the queue. */
const maxMessageBytes = 1_048_576;

export const unrecognizedReprocess = defineCommand<Options>({
  name: 'unrecognized reprocess',
  about: 'Sends kept callbacks through the queue again and marks those now understood as done. Deploy the fix first.',
  options: [
    keptIdOption,
    reasonOption,
    allOption,
    new Option('--vouch', 'accept them as sent by Vibes without proof: mo-unauthenticated, rbm-unverified, …'),
  ],
  example: 'unrecognized reprocess --reason xml-missing-field',
  kind: 'changes',
  needs: joinNeeds(stackNeeds, keptNeeds, identityNeeds, {
    'sqs:SendMessage': ['callbackQueue'],
    's3:PutObject': ['overflowObjects', 'unrecognizedObjects'],
    'dynamodb:Query': ['ledger'],
  }),
  run: async (context, options) => {
    checkSelection(options, ['id', 'reason', 'all']);
    const stack = await context.stack();
    const { chosen, missing, left } = await chooseKept(context, stack, options);
    for (const note of leftNotes(left)) context.note(note);
    const failed: Failed[] = missing.map((eventId) => ({ eventId, cause: 'not found' }));
    const { toSend, still } = await plan(context, stack, chosen, options, failed);
    const what = `Sends ${counted(toSend.length, 'kept callback')} of ${stack.name} through the queue again.`;
    if (toSend.length > 0 && !(await context.mayChange(what, options))) {
      return {
        code: failed.length === 0 ? 0 : 1,
        json: { reprocessed: 0, failed, stillUnrecognized: [] },
        text: () => `${toSend.length} would be sent.`,
      };
    }
    let reprocessed = 0;
    for (const kept of toSend) {
      context.io.interrupted.throwIfAborted();
      try {
        const next = await readAgain(context, stack, kept, options.vouch === true);
        await send(context, stack, next.envelope, kept.eventId);
        await markReprocessed(context, stack, kept, !next.isKeptAgain);
        reprocessed += 1;
      } catch (error) {
        failed.push({ eventId: kept.eventId, cause: context.explain(error) });
      }
    }
    for (const { eventId, cause } of failed) context.note(`${eventId}: ${cause}`);
    for (const note of stillKeptNote(still, options.vouch === true)) context.note(note);
    return {
      code: failed.length === 0 && (reprocessed > 0 || still.length === 0) ? 0 : 1,
      json: { reprocessed, failed, stillUnrecognized: still.map(({ kept }) => kept.eventId) },
      text: () => `${reprocessed} sent again, ${failed.length} failed, ${still.length} still not understood.`,
    };
  },
});

/** Which of them to send, by how this version reads them. Adds to `failed` what cannot be sent. */
async function plan(
  context: OpsContext,
  stack: DeployedStack,
  chosen: readonly KeptCallback[],
  options: Options,
  failed: Failed[],
) {
  const next: Reading[] = [];
  for (const kept of chosen) {
    context.io.interrupted.throwIfAborted();
    try {
      // Without its body: there may be many.
      const { envelope: _, ...reading } = await readAgain(context, stack, kept, options.vouch === true);
      next.push(reading);
    } catch (error) {
      failed.push({ eventId: kept.eventId, cause: context.explain(error) });
    }
  }
  const same = options.vouch === true ? rivals(next) : new Set<string>();
  failed.push(...[...same].map((eventId) => ({ eventId, cause: rivalCause })));
  const toSend = next.filter((one) => !isInVain(one, options) && !same.has(one.kept.eventId));
  return { toSend: toSend.map(({ kept }) => kept), still: next.filter(({ isKeptAgain }) => isKeptAgain) };
}

type Reading = Omit<NextReading, 'envelope'>;

const rivalCause =
  'the same event was kept with other headers or another query as well: look at each ("unrecognized show"), and name the ones from Vibes with --id';

/** It was sent again already, and would stay unrecognized: sent once more only if named by `--id`. */
function isInVain({ isKeptAgain, kept }: Reading, { id }: Options): boolean {
  return isKeptAgain && kept.reprocessedAtMs !== undefined && id === undefined;
}

/** Naming one sends it anyway. */
function leftNotes(left: readonly KeptCallback[]): readonly string[] {
  const done = left.filter(({ isDone }) => isDone).length;
  const dismissed = left.length - done;
  const note = (count: number, what: string) =>
    count === 0
      ? []
      : [
          `${count} ${count === 1 ? 'is' : 'are'} ${what} and not sent again. To send one anyway, name it with --id ("unrecognized list --dismissed" shows the ids).`,
        ];
  return [...note(done, 'already done'), ...note(dismissed, 'dismissed')];
}

async function send(context: OpsContext, stack: DeployedStack, envelope: Envelope, eventId: string): Promise<void> {
  const text = encodeEnvelope(envelope);
  if (text.length <= maxMessageBytes) return sendBody(context, stack.output('CallbackQueueUrl'), text);
  return putObject(context, stack.output('BucketName'), sentAgainKey(eventId), text);
}
