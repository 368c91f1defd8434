import type { Context, SQSBatchResponse, SQSRecord } from 'aws-lambda';
import { errorCode } from '../shared/error-code';
import { type Limits, limitsOf } from './budget';
import type { OutcomesDeps } from './deps';
import { keyOfDue } from './due-item';
import { type MessageKey, messageName } from './fold';
import { keepOutcomes, type Work } from './keep-outcomes';
import { readMessage } from './read-message';
import { readReceipt } from './receipt';
import { tick } from './tick';

/** A message of the queue. */
interface QueueRecord extends Pick<SQSRecord, 'messageId' | 'body'> {
  readonly attributes?: Partial<SQSRecord['attributes']>;
}

/** From the queue; without records it is the schedule's. */
interface Input {
  readonly Records?: readonly QueueRecord[];
}

type Handler = (input: Input, context: Pick<Context, 'getRemainingTimeInMillis'>) => Promise<SQSBatchResponse>;

/**
 * Keeps the outcomes of the messages that a batch is about, with one read and one write for each message. Only the
 * records of messages that fail return to the queue, so one never makes the others fail.
 */
export function createHandler(deps: OutcomesDeps): Handler {
  return async (input, context) => {
    if (input.Records === undefined) {
      await tick(() => context.getRemainingTimeInMillis(), deps);
      return { batchItemFailures: [] };
    }
    const limits = limitsOf(context.getRemainingTimeInMillis(), deps.abortAfter);
    const { works, unreadable } = await readRecords(input.Records, limits, deps);
    const failed = await keepOutcomes(works, limits, deps);
    const givenBack = new Set([...unreadable, ...failed.flatMap(({ records }) => records)]);
    return { batchItemFailures: [...givenBack].map((itemIdentifier) => ({ itemIdentifier })) };
  };
}

/** By message, so that those of one message are one change. */
async function readRecords(
  records: readonly QueueRecord[],
  { preparing }: Limits,
  deps: OutcomesDeps,
): Promise<{ works: readonly Work[]; unreadable: readonly string[] }> {
  const works = new Map<string, Work>();
  const unreadable: string[] = [];
  const add = (key: MessageKey, { arrivals = [], aliases = new Map(), due = [], records = [] }: Partial<Work>) => {
    const id = messageName(key);
    const work = works.get(id) ?? { key, arrivals: [], aliases: new Map(), due: [], records: [] };
    works.set(id, {
      key,
      arrivals: [...work.arrivals, ...arrivals],
      aliases: new Map([...work.aliases, ...aliases]),
      due: [...work.due, ...due],
      records: [...work.records, ...records],
    });
  };
  for (const { messageId, body, attributes } of records) {
    const message = readMessage(body);
    if (message.kind === 'due') {
      for (const due of message.due) {
        const key = keyOfDue(due);
        if (key !== undefined) add(key, { due: [due] });
      }
      continue;
    }
    try {
      const read = readReceipt(message.event, await deps.identityKey(preparing));
      if (read === null) continue;
      const { key, receipt, aliases } = read;
      const replayedMs = message.isReplayed ? Number(attributes?.SentTimestamp ?? 0) : null;
      add(key, {
        arrivals: [{ receipt, replayedMs }],
        aliases: new Map([[receipt.eventId, aliases]]),
        records: [messageId],
      });
    } catch (error) {
      deps.log({ code: 'ReceiptUnreadable', level: 'error', sqsMessageId: messageId, cause: errorCode(error) });
      unreadable.push(messageId);
    }
  }
  return { works: [...works.values()], unreadable };
}
