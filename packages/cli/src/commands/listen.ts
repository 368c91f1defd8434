import { counted } from '@vibes-callbacks/local-cloud/text';
import { InvalidArgumentError, Option } from 'commander';
import { eventTypes } from '../../../../lambda/reader/families';
import { eventSource } from '../../../../lib/event-sources';
import { defineCommand } from '../frame/command';
import type { ChangeOptions, OpsContext } from '../frame/context';
import { OpsError } from '../frame/ops-error';
import { clockText, readDuration, spanText } from '../frame/times';
import { wholeNumber } from '../frame/whole-number';
import { joinNeeds, stackNeeds } from '../policy/needs';
import type { DeployedStack } from '../reads/stack';
import {
  createTemporarySubscription,
  extendTemporarySubscription,
  type FoundSubscription,
  findTemporaryNeeds,
  findTemporarySubscriptions,
  removeTemporarySubscription,
  type TemporarySubscription,
  temporarySubscriptionNeeds,
} from '../reads/temporary-subscription';
import { bringEvents, visibilitySeconds } from './listen/bring-events';
import { cleanListeners } from './listen/clean-listeners';
import { type Destination, type DestinationOptions, openDestination } from './listen/destination';

interface Options extends ChangeOptions, DestinationOptions {
  readonly types?: readonly string[];
  readonly for?: number;
  readonly max?: number;
  readonly resume?: boolean;
  readonly clean?: boolean;
}

const hourMs = 3_600_000;
const usualMs = 8 * hourMs;
const longestMs = 24 * hourMs;
/** Between the end of the command and the moment from which its rule and queue count as left behind. */
const graceMs = 15 * 60_000;
/** What is not taken by then is gone: the queue holds messages of real people. */
const retentionSeconds = 3_600;

export const listen = defineCommand<Options>({
  name: 'listen',
  about: 'Brings the events of a deployed stack to this machine until Ctrl-C, with a temporary rule and queue.',
  options: [
    new Option('--types <detail-type...>', 'only these events (default: all)').choices(eventTypes),
    new Option('--print', 'print each event as one line of JSON (default)'),
    new Option('--forward <url>', 'post each event to this URL, again if it does not answer 2XX'),
    new Option('--local-app [folder]', 'publish each event on the bus of the running local cloud (default: .local)'),
    new Option('--for <duration>', 'end after this long: 10m, 8h; 24h at most (default: 8h)').argParser(readLength),
    new Option('--max <number>', 'end after this many events').argParser(wholeNumber(1)),
    new Option('--resume', 'go on with the rule and queue that an interrupted listen left behind'),
    new Option('--clean', 'remove the rules and queues that interrupted commands left behind, and end'),
  ],
  example: 'listen --types "MO Message" --forward http://127.0.0.1:3000/events',
  kind: 'changes',
  needs: joinNeeds(stackNeeds, temporarySubscriptionNeeds, findTemporaryNeeds),
  run: async (context, options) => {
    checkOptions(options);
    if (options.clean) return cleanListeners(context, await context.stack(), options);
    const destination = await openDestination(context, options);
    const stack = await context.stack();
    const left = (await findTemporarySubscriptions(context, stack)).filter(({ purpose }) => purpose === 'listen');
    const resumed = options.resume ? latest(left) : undefined;
    if (options.resume && resumed === undefined) {
      context.note('There is nothing to resume: no interrupted listen left its rule and queue behind.');
      return { code: 1, json: undefined, text: () => '' };
    }
    if (!options.resume && left.length > 0) {
      context.note(
        `${counted(left.length, 'listen', 'listens')} started earlier and runs elsewhere, or was killed: "listen --resume" goes on with it, "listen --clean" removes it.`,
      );
    }
    if (!(await context.mayChange(whatItDoes(stack, destination, options), options)))
      return { code: 0, json: undefined, text: () => '' };
    const endsAtMs = context.io.now() + lengthOf(options);
    const subscription = await open(context, stack, resumed, options);
    context.note(`Listening with ${subscription.name}, until ${clockText(endsAtMs, context.io.now())} or Ctrl-C.`);
    const until = { endsAtMs, max: options.max ?? Number.POSITIVE_INFINITY };
    const { taken, givenUp } = await bringEvents(context, subscription, destination, until).finally(() =>
      remove(context, stack, subscription),
    );
    const lost = givenUp === 0 ? '' : `; ${givenUp} given up`;
    context.note(
      `${counted(taken, 'event')} ${destination.prints ? 'printed' : 'taken'}${lost}. The rule and the queue are removed.`,
    );
    return { code: givenUp === 0 ? 0 : 1, json: undefined, text: () => '' };
  },
});

function latest(found: readonly FoundSubscription[]): FoundSubscription | undefined {
  const whole = found.filter(({ hasRule, hasQueue }) => hasRule && hasQueue);
  return whole.sort((a, b) => (a.expiresAt ?? '').localeCompare(b.expiresAt ?? '')).at(-1);
}

function checkOptions({ clean, resume, types, print, forward, localApp, max, ...options }: Options): void {
  const others = [resume, types, print, forward, localApp, max, options.for].some((one) => one !== undefined);
  if (clean && others) throw new OpsError('wrong-usage', '--clean takes no other option of listen.');
  if (resume && types !== undefined)
    throw new OpsError('wrong-usage', '--resume goes on with the types that were chosen before: leave out --types.');
}

function whatItDoes({ name, output }: DeployedStack, { about, prints }: Destination, options: Options): string {
  const types = options.resume ? 'the events chosen before' : (options.types?.join(', ') ?? 'all events');
  return [
    `Listens to ${types} of ${name} (bus ${output('EventBusName')}) for at most ${spanText(lengthOf(options) / 1000)} and brings them ${about}.`,
    'These are messages and numbers of real people, and they leave your AWS account for this machine: treat them as you treat the stack.',
    `${prints ? 'If you save this output, you save them.' : 'An event that is not taken comes again, five times in all.'} The stack's own rules get every event as before.`,
    `It creates a rule and a queue (which keeps an event for ${spanText(retentionSeconds)}), and removes both when it ends.`,
  ].join(' ');
}

async function open(
  context: OpsContext,
  stack: DeployedStack,
  resumed: TemporarySubscription | undefined,
  options: Options,
): Promise<TemporarySubscription> {
  const expiresAtMs = context.io.now() + lengthOf(options) + graceMs;
  if (resumed !== undefined) {
    await extendTemporarySubscription(context, resumed, expiresAtMs);
    return resumed;
  }
  const types = options.types === undefined ? {} : { 'detail-type': options.types };
  const pattern = { source: [eventSource], ...types };
  return createTemporarySubscription(context, stack, {
    ...{ purpose: 'listen', pattern, expiresAtMs, retentionSeconds, visibilitySeconds },
  });
}

/** A failure here must not hide why the command ended. */
async function remove(context: OpsContext, stack: DeployedStack, subscription: TemporarySubscription): Promise<void> {
  await removeTemporarySubscription(context, stack, subscription).catch((error: unknown) => {
    const why = context.explain(error);
    throw new OpsError('not-removed', `${subscription.name} is not removed: ${why} Then type "listen --clean".`);
  });
}

/** No default of the option: `--clean` refuses it. */
function lengthOf(options: Options): number {
  return options.for ?? usualMs;
}

function readLength(text: string): number {
  const ms = readDuration(text);
  if (ms > longestMs) throw new InvalidArgumentError('24h at most.');
  return ms;
}
