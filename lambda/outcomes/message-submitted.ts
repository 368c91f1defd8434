import { type Channel, channels, isChannel } from '../reader/outcome/outcome-states';
import { isRecord } from '../shared/json';
import type { Due } from './fold';
import { MalformedEvent } from './malformed-event';

export const messageSubmittedType = 'Message Submitted';

/** What the sender says of a message that it submitted to Vibes. */
export interface MessageSubmittedEvent {
  /** EventBridge's id of the event, as PutEvents returns it. */
  readonly eventId: string;
  /** When it was submitted: the event's `time`. */
  readonly at: string;
  readonly channel: Channel;
  readonly messageId: string;
  readonly submitterMessageId: string | null;
  readonly due: Due;
}

const receiptOptions: readonly unknown[] = ['ALL', 'ERROR'] satisfies Due['receiptOption'][];
const minuteMs = 60_000;
const defaultMinutes = 60;
/** A week. */
const maxMinutes = 10_080;

/** Whether an event says so; its source may be any. */
export function isMessageSubmitted(event: unknown): boolean {
  return isRecord(event) && event['detail-type'] === messageSubmittedType;
}

/** @throws MalformedEvent that says what is wrong */
export function messageSubmitted(event: unknown): MessageSubmittedEvent {
  const { id, time, detail } = isRecord(event) ? event : {};
  const eventId = checked(id, isText, 'The event has no id.');
  const submittedMs = Date.parse(checked(time, isInstant, 'The event has no time.'));
  const said = checked(detail, isRecord, 'Its detail is not an object.');
  const { messageId, channel, submitterMessageId, receiptOption, expectWithinMinutes } = said;
  const minutes = checked(
    expectWithinMinutes ?? defaultMinutes,
    isMinutes,
    `Its detail.expectWithinMinutes is not an integer from 1 to ${maxMinutes}.`,
  );
  return {
    eventId,
    at: new Date(submittedMs).toISOString(),
    channel: checked(channel, isChannel, `Its detail.channel is not one of ${channels.join(', ')}.`),
    messageId: checked(messageId, isText, 'Its detail.messageId is not a text, or empty.'),
    submitterMessageId: checked(
      submitterMessageId ?? null,
      (value): value is string | null => value === null || typeof value === 'string',
      'Its detail.submitterMessageId is neither a text nor null.',
    ),
    due: {
      at: new Date(submittedMs + minutes * minuteMs).toISOString(),
      receiptOption: checked(
        receiptOption ?? 'ALL',
        isReceiptOption,
        `Its detail.receiptOption is not one of ${receiptOptions.join(', ')}.`,
      ),
    },
  };
}

function checked<T>(value: unknown, isSound: (value: unknown) => value is T, problem: string): T {
  if (!isSound(value)) throw new MalformedEvent(problem);
  return value;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isInstant(value: unknown): value is string {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value));
}

function isReceiptOption(value: unknown): value is Due['receiptOption'] {
  return receiptOptions.includes(value);
}

function isMinutes(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= maxMinutes;
}
