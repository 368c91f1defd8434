import type { SQSBatchResponse } from 'aws-lambda';
import type { OutcomesDeps } from '../../../lambda/outcomes/deps';
import type { DueItem } from '../../../lambda/outcomes/due-item';
import type { MessageKey, Outcome } from '../../../lambda/outcomes/fold';
import { createHandler } from '../../../lambda/outcomes/handler';
import type { MessageItem } from '../../../lambda/outcomes/message-item';
import type { BusEvent } from '../../../lambda/shared/bus-event';
import type { LogLine } from '../../../lambda/shared/log';

export const t0 = Date.parse('2026-05-06T12:00:00.000Z');

type Step = 'read' | 'write' | 'noteAlias' | 'noteDue' | 'forgetDue' | 'listDue' | 'publish' | 'send';

export interface WorldOptions {
  /**
   * Whether a call breaks off: `before` it has an effect, or `after`, when only its answer is lost. Undefined lets it
   * pass.
   */
  readonly fault?: (step: Step, id: string) => 'before' | 'after' | undefined;
  /** Code with which the bus refuses an event. */
  readonly refuse?: (event: BusEvent) => string | undefined;
  /** Runs before a write, as another worker would. */
  readonly beforeWrite?: (world: OutcomesWorld) => void;
}

/** The function with a table, a bus and a queue in memory. */
export class OutcomesWorld {
  readonly items = new Map<string, MessageItem>();
  readonly due = new Map<string, DueItem>();
  readonly aliases = new Map<string, string>();
  readonly published: BusEvent[] = [];
  readonly sent: DueItem[] = [];
  readonly calls: Step[] = [];
  readonly lines: LogLine[] = [];
  readonly pauses: number[] = [];
  nowMs = t0;
  private readonly handler;

  constructor(private readonly options: WorldOptions = {}) {
    this.handler = createHandler(this.deps());
  }

  /** Gives the function these bodies, sent to the queue at this time, as one batch. @returns those that it gives back */
  async receive(bodies: readonly unknown[], sentMs = this.nowMs): Promise<readonly unknown[]> {
    const attributes = { SentTimestamp: String(sentMs) };
    const Records = bodies.map((body, index) => ({ messageId: `${index}`, body: JSON.stringify(body), attributes }));
    const { batchItemFailures } = await this.invoke({ Records });
    return batchItemFailures.map(({ itemIdentifier }) => bodies[Number(itemIdentifier)]);
  }

  invoke(input: Parameters<ReturnType<typeof createHandler>>[0], remainingMs = 15_000): Promise<SQSBatchResponse> {
    return this.handler(input, { getRemainingTimeInMillis: () => remainingMs });
  }

  item(messageId: string): MessageItem | undefined {
    return this.items.get(`sms#${messageId}`);
  }

  /** What the bus has of a message, in order. */
  outcomes(messageId: string): readonly Outcome[] {
    return this.published
      .map(({ detail }) => JSON.parse(detail).data as Outcome)
      .filter((outcome) => outcome.messageId === messageId);
  }

  count(step: Step): number {
    return this.calls.filter((one) => one === step).length;
  }

  private deps(): OutcomesDeps {
    const { items, due, aliases } = this;
    const textOf = ({ channel, messageId }: MessageKey) => `${channel}#${messageId}`;
    return {
      table: {
        read: (key) => this.call('read', textOf(key), () => items.get(textOf(key))),
        write: (key, item) => {
          this.options.beforeWrite?.(this);
          return this.call('write', textOf(key), () => {
            if ((items.get(textOf(key))?.rev ?? 0) !== item.rev - 1) return false;
            items.set(textOf(key), item);
            return true;
          });
        },
        noteAlias: (alias, key) => this.call('noteAlias', textOf(key), () => void aliases.set(alias, textOf(key))),
        noteDue: (one) => this.call('noteDue', one.sk, () => void due.set(one.sk, one)),
        listDue: () => this.listDue(),
        forgetDue: ({ sk }) => this.call('forgetDue', sk, () => void due.delete(sk)),
      },
      publisher: { publish: (events) => this.publish(events) },
      queue: { send: (some) => this.call('send', '', () => void this.sent.push(...some)) },
      identityKey: async () => 'k'.repeat(64),
      log: (line) => void this.lines.push(line),
      now: () => this.nowMs,
      random: () => 0.5,
      pause: async (ms) => void this.pauses.push(ms),
      abortAfter: () => new AbortController().signal,
    };
  }

  private async call<T>(step: Step, id: string, act: () => T): Promise<T> {
    this.calls.push(step);
    // Others get their turn, as they do while a call is under way.
    await Promise.resolve();
    const fault = this.options.fault?.(step, id);
    if (fault === 'before') throw new Error('not done');
    const result = act();
    if (fault === 'after') throw new Error('done, but the answer was lost');
    return result;
  }

  private async *listDue(): AsyncGenerator<readonly DueItem[]> {
    this.calls.push('listDue');
    const nowText = new Date(this.nowMs).toISOString();
    yield [...this.due.values()].filter(({ sk }) => sk < `${nowText}$`);
  }

  /** As the publisher does, it reports what was not taken, and does not reject. */
  private async publish(events: readonly BusEvent[]): Promise<ReadonlyMap<string, string>> {
    this.calls.push('publish');
    await Promise.resolve();
    const refused = new Map<string, string>();
    for (const event of events) {
      const fault = this.options.fault?.('publish', event.id);
      const code = this.options.refuse?.(event) ?? (fault === undefined ? undefined : 'TimeoutError');
      if (code !== undefined) refused.set(event.id, code);
      if (code === undefined || fault === 'after') this.published.push(event);
    }
    return refused;
  }
}

/** An SMS receipt as EventBridge delivers it to the queue. */
export function smsReceipt(
  messageId: string,
  type: 'System' | 'Carrier' | 'Handset',
  { id = `${messageId}-${type}`, isError = false, second = 0, submitterMessageId = null as string | null } = {},
): object {
  const at = new Date(t0 + second * 1000).toISOString();
  return {
    version: '0',
    id: 'given by the bus',
    'detail-type': 'MT Message Response',
    source: 'vibes.callbacks',
    time: at,
    detail: {
      metadata: { id, receivedAt: at },
      data: {
        ...{
          messageId,
          submitterMessageId,
          fwdToMessageId: null,
          receiptDate: at,
          receiptDateText: null,
          type,
          isError,
        },
        ...{
          description: 'text',
          errorCode: isError ? 107 : null,
          internalErrorCode: isError ? 9 : null,
          multipart: null,
        },
      },
    },
  };
}

/** What a sender puts on the bus. */
export function submittedEvent(messageId: string, detail: object = {}): object {
  return {
    version: '0',
    id: `submitted-${messageId}`,
    'detail-type': 'Message Submitted',
    source: 'shop',
    time: new Date(t0).toISOString(),
    detail: { messageId, channel: 'sms', ...detail },
  };
}

/** An event as a replay of the archive sends it. */
export function replayed(event: object): object {
  return { 'replay-name': 'vibes-Outcomes-1', ...event };
}
