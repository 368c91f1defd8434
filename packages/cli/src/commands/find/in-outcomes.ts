import { isRecord } from '../../../../../lambda/shared/json';
import type { OpsContext } from '../../frame/context';
import type { Deadline } from '../../frame/deadline';
import { table } from '../../frame/table';
import { idsAsKept } from '../../reads/ledger';
import { equalsTerm, findLogLines, textOf } from '../../reads/log-lines';
import {
  hasOutcomes,
  type OutcomeItem,
  type OutcomeKey,
  outcomesTable,
  queryOutcome,
  readAliases,
} from '../../reads/outcomes';
import type { DeployedStack } from '../../reads/stack';
import { type DescribedOutcome, describeOutcome } from '../outcomes/outcome-row';
import type { FoundCallback } from './found-callback';

const channels = ['sms', 'mms', 'rbm'] as const;
/** The ledger's families of receipts that name the message. */
const receiptFamilies = ['receipt', 'mms-receipt'];
/** A submitter may use one id for many messages. */
const maxShown = 20;
/** A filter pattern has 1,024 characters at most. */
const maxInPattern = 8;

/**
 * What became of the messages that an id is about: the message's own, that of a part or the submitter's. Empty in a stack
 * without a `MessageOutcomes`.
 */
export async function outcomesOfId(
  context: OpsContext,
  stack: DeployedStack,
  id: string,
): Promise<readonly DescribedOutcome[]> {
  if (!hasOutcomes(stack)) return [];
  return outcomesOf(context, stack, await idsAsKept(context, stack, id));
}

/** What became of the messages that these callbacks are about; `id` may also be that of an outcome's own event. */
export async function outcomesOfCallbacks(
  context: OpsContext,
  stack: DeployedStack,
  id: string,
  { callbacks, sinceMs, deadline }: { callbacks: readonly FoundCallback[]; sinceMs: number; deadline: Deadline },
): Promise<readonly DescribedOutcome[]> {
  if (!hasOutcomes(stack)) return [];
  const named = await outcomesOf(context, stack, callbacks.flatMap(messageIdOf));
  if (named.length > 0) return named;
  const eventIds = [id, ...callbacks.map(({ eventId }) => eventId)].filter((one) => one !== null && isUuid.test(one));
  if (eventIds.length === 0) return [];
  const terms = [...new Set(eventIds)]
    .slice(0, maxInPattern)
    .flatMap((one) => [equalsTerm('id', one ?? ''), equalsTerm('eventId', one ?? '')]);
  const query = { pattern: `{ ${terms.join(' || ')} }`, fromMs: sinceMs, deadline };
  const lines = await findLogLines(context, stack.output('OutcomesLogGroupName'), query);
  const keys = lines.map((line) => ({
    channel: textOf(line, 'channel') ?? '',
    messageId: textOf(line, 'messageId') ?? '',
  }));
  return describe(
    await readAll(
      context,
      stack,
      keys.filter(({ messageId }) => messageId !== ''),
    ),
  );
}

const isUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** `receipt#<id>#<part>`: the part has no `#`, the id may. */
function messageIdOf({ family, identity }: FoundCallback): readonly string[] {
  if (family === null || identity === null || !receiptFamilies.includes(family)) return [];
  return [identity.slice(family.length + 1, identity.lastIndexOf('#'))];
}

async function outcomesOf(
  context: OpsContext,
  stack: DeployedStack,
  ids: readonly string[],
): Promise<readonly DescribedOutcome[]> {
  const own = ids.flatMap((messageId) => channels.map((channel) => ({ channel, messageId })));
  const aliases = await Promise.all(ids.map((one) => readAliases(context, outcomesTable(stack), one, maxShown)));
  return describe(await readAll(context, stack, [...own, ...aliases.flat()]));
}

/** With those that forwarded messages went on as. */
async function readAll(
  context: OpsContext,
  stack: DeployedStack,
  keys: readonly OutcomeKey[],
): Promise<readonly OutcomeItem[]> {
  const found = new Map<string, OutcomeItem>();
  let wanted = keys;
  while (wanted.length > 0 && found.size < maxShown) {
    const once = new Map(wanted.map((key) => [`${key.channel}#${key.messageId}`, key]));
    const unread = [...once].filter(([name]) => !found.has(name)).map(([, key]) => key);
    const read = await Promise.all(unread.map((key) => queryOutcome(context, outcomesTable(stack), key)));
    const items = read.filter((item) => item !== undefined);
    for (const item of items) found.set(`${item.channel}#${item.messageId}`, item);
    wanted = items.flatMap(({ channel, outcome }) => {
      const to = outcome?.forwardedTo;
      return typeof to === 'string' ? [{ channel, messageId: to }] : [];
    });
  }
  return [...found.values()];
}

function describe(items: readonly OutcomeItem[]): readonly DescribedOutcome[] {
  return items.map(describeOutcome);
}

/** Each outcome in a sentence, with its evidence in a table. */
export function outcomesWithEvidence(outcomes: readonly DescribedOutcome[], { io, paint }: OpsContext): string {
  return outcomes
    .map((outcome) => {
      const evidence = table(outcome.evidence.map(evidenceRow), io.columns, paint);
      return [sentenceOf(outcome), evidence].filter((part) => part !== '').join('\n');
    })
    .join('\n\n');
}

function evidenceRow({ at, source, state, eventId }: DescribedOutcome['evidence'][number]) {
  return { at: text(at), source: text(source), says: text(state), eventId: text(eventId) };
}

function sentenceOf(outcome: DescribedOutcome): string {
  const { channel, messageId, submitterMessageId, state, isFinal, version, since } = outcome;
  const own = submitterMessageId === null ? '' : ` (${text(submitterMessageId)})`;
  const message = `${channel} message ${messageId}${own}`;
  if (state === null) return `${message}: no outcome yet, its receipts say nothing of it.`;
  const details = [
    `${text(state)}${isFinal === true ? ' (final)' : ''} since ${text(since)}`,
    `version ${version}`,
    ...(outcome.corrects === null ? [] : [`corrects version ${text(outcome.corrects)}`]),
    ...errorWords(outcome.error),
    ...partsWords(outcome.parts),
    ...(outcome.forwardedTo === null ? [] : [`sent instead as ${text(outcome.forwardedTo)}`]),
  ];
  return `${message}: ${details.join(', ')}.`;
}

function errorWords(error: unknown): readonly string[] {
  if (!isRecord(error)) return [];
  const codes = [
    ['internal code', error.internalCode],
    ['code', error.code],
  ].filter(([, code]) => typeof code === 'number');
  return [['error', text(error.kind), ...codes.map((words) => words.join(' '))].join(' ')];
}

function partsWords(parts: unknown): readonly string[] {
  if (!isRecord(parts)) return [];
  return [`${text(parts.delivered)} of ${text(parts.total)} parts delivered, ${text(parts.failed)} failed`];
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '-';
}
