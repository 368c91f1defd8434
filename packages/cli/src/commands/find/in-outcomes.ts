import {
  type Evidence,
  evidenceOf,
  type MessageKey,
  messageName,
  type OutcomeError,
} from '../../../../../lambda/outcomes/fold';
import { newestOf } from '../../../../../lambda/outcomes/message-item';
import { channels } from '../../../../../lambda/reader/outcome/outcome-states';
import type { OpsContext } from '../../frame/context';
import type { Deadline } from '../../frame/deadline';
import { table } from '../../frame/table';
import { idsAsKept } from '../../reads/ledger';
import { equalsTerm, findLogLines } from '../../reads/log-lines';
import {
  hasOutcomes,
  keyOfLine,
  type OutcomeItem,
  outcomesTable,
  queryOutcome,
  readAliases,
} from '../../reads/outcomes';
import type { DeployedStack } from '../../reads/stack';
import { type DescribedOutcome, describeOutcomes } from '../outcomes/outcome-row';
import type { FoundCallback } from './found-callback';

/** The ledger's families of receipts that name the message. */
const receiptFamilies = ['receipt', 'mms-receipt'];
/** A submitter may use one id for many messages. */
const maxShown = 20;
/** A filter pattern has 1,024 characters at most. */
const maxInPattern = 8;

/** An outcome, or what is known of a message while its receipts claim nothing. */
export type FoundOutcome = DescribedOutcome | EvidenceOnly;

interface EvidenceOnly extends MessageKey {
  readonly state: null;
  readonly version: 0;
  readonly evidence: readonly Evidence[];
}

/**
 * What became of the messages that an id is about: the message's own id, a part's or the submitter's. Empty in a stack
 * without a `MessageOutcomes`.
 */
export async function outcomesOfId(
  context: OpsContext,
  stack: DeployedStack,
  id: string,
): Promise<readonly FoundOutcome[]> {
  if (!hasOutcomes(stack)) return [];
  return outcomesOf(context, stack, await idsAsKept(context, stack, id));
}

/** What became of the messages that these callbacks are about; `id` may also be the id of an outcome's own event. */
export async function outcomesOfCallbacks(
  context: OpsContext,
  stack: DeployedStack,
  id: string,
  { callbacks, sinceMs, deadline }: { callbacks: readonly FoundCallback[]; sinceMs: number; deadline: Deadline },
): Promise<readonly FoundOutcome[]> {
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
  return foundOutcomes(
    await readAll(
      context,
      stack,
      lines.flatMap((line) => keyOfLine(line) ?? []),
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
): Promise<readonly FoundOutcome[]> {
  return foundOutcomes(await readAll(context, stack, await keysOf(context, stack, ids)));
}

/** Of the messages that may have these ids, in any channel, or a part or submitter with one of them. */
async function keysOf(
  context: OpsContext,
  stack: DeployedStack,
  ids: readonly string[],
): Promise<readonly MessageKey[]> {
  const own = ids.flatMap((messageId) => channels.map((channel) => ({ channel, messageId })));
  const aliases = await Promise.all(ids.map((one) => readAliases(context, outcomesTable(stack), one, maxShown)));
  return [...own, ...aliases.flat()];
}

/** With those that were sent instead, which may be of another channel. */
async function readAll(
  context: OpsContext,
  stack: DeployedStack,
  keys: readonly MessageKey[],
): Promise<readonly OutcomeItem[]> {
  const found = new Map<string, OutcomeItem>();
  let wanted = keys;
  while (wanted.length > 0 && found.size < maxShown) {
    const once = new Map(wanted.map((key) => [messageName(key), key]));
    const unread = [...once].filter(([name]) => !found.has(name)).map(([, key]) => key);
    const read = await Promise.all(unread.map((key) => queryOutcome(context, outcomesTable(stack), key)));
    const items = read.filter((item) => item !== undefined);
    for (const item of items) found.set(messageName(item.key), item);
    const instead = items.flatMap(({ item }) => newestOf(item)?.outcome.forwardedTo ?? []);
    wanted = await keysOf(context, stack, [...new Set(instead)]);
  }
  return [...found.values()];
}

export function foundOutcomes(items: readonly OutcomeItem[]): readonly FoundOutcome[] {
  const empty = items.filter(({ item }) => newestOf(item) === undefined);
  return [
    ...describeOutcomes(items),
    ...empty.map(({ key, item: { receipts } }) => ({
      ...key,
      state: null,
      version: 0 as const,
      evidence: evidenceOf(receipts),
    })),
  ];
}

/** Each outcome in a sentence, with its evidence in a table. */
export function outcomesWithEvidence(outcomes: readonly FoundOutcome[], { io, paint }: OpsContext): string {
  return outcomes
    .map((outcome) => {
      const rows = outcome.evidence.map(({ at, source, state, eventId }) => ({ at, source, says: state, eventId }));
      return `${sentenceOf(outcome)}\n${table(rows, io.columns, paint)}`;
    })
    .join('\n\n');
}

function sentenceOf(outcome: FoundOutcome): string {
  const message = `${outcome.channel} message ${outcome.messageId}`;
  if (outcome.state === null) return `${message}: no outcome yet, because its receipts name no state.`;
  const { submitterMessageId, state, isFinal, version, since, corrects, error, parts, forwardedTo } = outcome;
  const details = [
    `${state}${isFinal ? ' (final)' : ''} since ${since}`,
    `version ${version}`,
    ...(corrects === null ? [] : [`corrects version ${corrects}`]),
    ...(error === null ? [] : [errorWords(error)]),
    ...(parts === null ? [] : [`${parts.delivered} of ${parts.total} parts delivered, ${parts.failed} failed`]),
    ...(forwardedTo === null ? [] : [`sent instead as ${forwardedTo}`]),
  ];
  return `${message}${submitterMessageId === null ? '' : ` (${submitterMessageId})`}: ${details.join(', ')}.`;
}

/** Its text is in the JSON. */
function errorWords({ kind, internalCode, code }: OutcomeError): string {
  return [
    `error ${kind}`,
    ...(internalCode === null ? [] : [`internal code ${internalCode}`]),
    ...(code === null ? [] : [`code ${code}`]),
  ].join(' ');
}
