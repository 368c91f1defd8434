import { Option } from 'commander';
import { sentAgainFolder } from '../lambda/reader/was-published';
import { type Envelope, encodeEnvelope } from '../lambda/shared/envelope';
import { counted } from '../local/counted';
import { identityNeeds } from './aws/identity-key';
import { putObject } from './aws/objects';
import { sendBody } from './aws/queue';
import type { DeployedStack } from './aws/stack';
import { listKept, markReprocessed } from './aws/unrecognized';
import { findKept } from './find-kept';
import { defineCommand } from './frame/command';
import type { ChangeOptions, OpsContext } from './frame/context';
import { explainError } from './frame/explain-error';
import { allOption, checkSelection, idOption } from './frame/selection';
import { joinNeeds, stackNeeds } from './policy/needs';
import { type NextReading, readAgain, stillKeptNote } from './unrecognized-again';
import { keptNeeds, reasonOption } from './unrecognized-list';

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

/** What SQS takes at most, in bytes: larger ones go by the overflow bucket, which tells the queue. */
const maxMessageBytes = 1_048_576;

export const unrecognizedReprocess = defineCommand<Options>({
  name: 'unrecognized reprocess',
  about:
    'Sends kept callbacks through the queue again, and marks as done what is understood now. Deploy the fix first.',
  options: [
    idOption,
    reasonOption,
    allOption,
    new Option('--vouch', 'Vibes has sent them, although they did not prove it: mo-unauthenticated, rbm-unverified, …'),
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
    const { chosen, missing, done } = await choose(context, stack, options);
    if (done > 0) context.note(doneNote(done));
    const what = `Sends ${counted(chosen.length, 'kept callback')} of ${stack.name} through the queue again.`;
    const failed: Failed[] = missing.map((eventId) => ({ eventId, cause: 'not there (any more)' }));
    if (chosen.length > 0 && !(await context.mayChange(what, options))) {
      return {
        code: failed.length === 0 ? 0 : 1,
        json: { reprocessed: 0, failed, stillUnrecognized: [] },
        text: () => `${chosen.length} would be sent.`,
      };
    }
    const still: NextReading[] = [];
    let reprocessed = 0;
    for (const kept of chosen) {
      context.io.interrupted.throwIfAborted();
      try {
        const next = await readAgain(context, stack, kept, options.vouch === true);
        if (next.isKeptAgain) still.push(next);
        if (isInVain(next, options)) continue;
        await send(context, stack, next.envelope, kept.eventId);
        await markReprocessed(context, stack, kept, !next.isKeptAgain);
        reprocessed += 1;
      } catch (error) {
        failed.push({ eventId: kept.eventId, cause: explainError(error, { ...context.access, profile: undefined }) });
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

/** It was sent again already and would stay what it is: only who names it has it sent once more. */
function isInVain({ isKeptAgain, kept }: NextReading, { id }: Options): boolean {
  return isKeptAgain && kept.reprocessedAtMs !== undefined && id === undefined;
}

function doneNote(done: number): string {
  return `${done} ${done === 1 ? 'is' : 'are'} done already, and left alone: to send one of them once more, name it by --id ("unrecognized list" has the ids).`;
}

async function choose(context: OpsContext, stack: DeployedStack, { id, reason }: Options) {
  const all = await listKept(context, stack, reason === undefined ? {} : { reason });
  if (id === undefined) {
    // What is done is done: typed again, it goes on with the rest.
    const chosen = all.filter(({ isDone }) => !isDone);
    return { chosen, missing: [], done: all.length - chosen.length };
  }
  const found = await Promise.all(id.map((one) => findKept(context, stack, all, one)));
  return {
    chosen: found.filter((kept) => kept !== undefined),
    missing: id.filter((_, index) => found[index] === undefined),
    done: 0,
  };
}

async function send(context: OpsContext, stack: DeployedStack, envelope: Envelope, eventId: string): Promise<void> {
  const text = encodeEnvelope(envelope);
  if (text.length <= maxMessageBytes) return sendBody(context, stack.output('CallbackQueueUrl'), text);
  return putObject(context, stack.output('BucketName'), `${sentAgainFolder}${eventId}.json`, text);
}
