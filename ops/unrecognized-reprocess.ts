import { Option } from 'commander';
import { type Envelope, encodeEnvelope, type Proof } from '../lambda/shared/envelope';
import { readEnvelope } from './aws/envelopes';
import { identityNeeds } from './aws/identity-key';
import { readKept } from './aws/kept-request';
import { putObject } from './aws/objects';
import { sendBody } from './aws/queue';
import type { DeployedStack } from './aws/stack';
import { type KeptCallback, listKept } from './aws/unrecognized';
import { findKept } from './find-kept';
import { defineCommand } from './frame/command';
import type { ChangeOptions, OpsContext } from './frame/context';
import { explainError } from './frame/explain-error';
import { allOption, checkSelection, idOption } from './frame/selection';
import { isoTime } from './frame/times';
import { joinNeeds, stackNeeds } from './policy/needs';
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

/** What an operator may vouch for: the proof that was missing. */
const vouched: Readonly<Record<string, Proof>> = {
  'mo-unauthenticated': 'basic:current',
  'rbm-unverified': 'signature',
  'certificate-unverified': 'certificate',
};

export const unrecognizedReprocess = defineCommand<Options>({
  name: 'unrecognized reprocess',
  about: 'Sends kept callbacks through the queue again, and marks them as done. Deploy the fix first.',
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
  }),
  run: async (context, options) => {
    checkSelection(options, ['id', 'reason', 'all']);
    const stack = await context.stack();
    const { chosen, missing } = await choose(context, stack, options);
    const what = `Sends ${chosen.length} kept callbacks of ${stack.name} through the queue again.`;
    if (chosen.length > 0 && !(await context.mayChange(what, options))) {
      return { code: 0, json: { reprocessed: 0, failed: [] }, text: () => `${chosen.length} would be sent.` };
    }
    const failed: Failed[] = missing.map((eventId) => ({ eventId, cause: 'not there (any more)' }));
    const stillUnrecognized: string[] = [];
    let reprocessed = 0;
    for (const kept of chosen) {
      context.io.interrupted.throwIfAborted();
      try {
        if (await reprocess(context, stack, kept, options.vouch === true)) stillUnrecognized.push(kept.eventId);
        reprocessed += 1;
      } catch (error) {
        failed.push({ eventId: kept.eventId, cause: explainError(error, { ...context.access, profile: undefined }) });
      }
    }
    for (const { eventId, cause } of failed) context.note(`${eventId}: ${cause}`);
    if (stillUnrecognized.length > 0) {
      context.note(`${stillUnrecognized.length} of them this version does not understand either: they stay kept.`);
    }
    return {
      code: failed.length === 0 ? 0 : 1,
      json: { reprocessed, failed, stillUnrecognized },
      text: () => `${reprocessed} sent again, ${failed.length} failed.`,
    };
  },
});

async function choose(context: OpsContext, stack: DeployedStack, { id, reason }: Options) {
  const all = await listKept(context, stack, reason === undefined ? {} : { reason });
  // What is done is done: typed again, it goes on with the rest.
  if (id === undefined) return { chosen: all.filter((kept) => kept.reprocessedAtMs === undefined), missing: [] };
  const found = await Promise.all(id.map((one) => findKept(context, stack, all, one)));
  return {
    chosen: found.filter((kept) => kept !== undefined),
    missing: id.filter((_, index) => found[index] === undefined),
  };
}

/** @returns whether this version would not understand it either */
async function reprocess(
  context: OpsContext,
  stack: DeployedStack,
  kept: KeptCallback,
  vouch: boolean,
): Promise<boolean> {
  const stored = await readKept(context, stack, kept);
  if (stored === undefined) throw new Error('its objects are gone');
  const envelope = vouch ? vouchFor(stored, kept.reason) : stored;
  await send(context, stack, envelope, kept.eventId);
  const done = JSON.stringify({ reprocessedAt: isoTime(context.io.now()) });
  await putObject(context, stack.output('BucketName'), `${kept.name}.done`, done);
  const { callback } = await readEnvelope(context, stack, envelope);
  return callback.identity.family === 'unrecognized';
}

function vouchFor(envelope: Envelope, reason: string): Envelope {
  const proof = vouched[reason];
  return proof === undefined ? envelope : { ...envelope, proof };
}

async function send(context: OpsContext, stack: DeployedStack, envelope: Envelope, eventId: string): Promise<void> {
  const text = encodeEnvelope(envelope);
  if (text.length <= maxMessageBytes) return sendBody(context, stack.output('CallbackQueueUrl'), text);
  return putObject(context, stack.output('BucketName'), `overflow/again/${eventId}.json`, text);
}
