/**
 * What is said about a message, by Vibes in its receipts (wire contract §2.3, §3.2, §5) or by the sender who submitted
 * it. `at` is in milliseconds; no two statements about one message share it.
 */
export type Said = SmsReceipt | MmsReport | RbmReport | Submission;

export interface SmsReceipt {
  readonly by: 'sms';
  readonly at: number;
  readonly messageId: string;
  readonly submitterMessageId: string | null;
  /** `System`, `Carrier`, `Handset`; others may come. */
  readonly type: string;
  /** Null: not an error. */
  readonly error: { readonly code: number; readonly internalCode: number; readonly text: string } | null;
  readonly forwardedTo: string | null;
  readonly part: { readonly of: string; readonly total: number; readonly number: number } | null;
}

export interface MmsReport {
  readonly by: 'mms';
  readonly at: number;
  readonly messageId: string;
  /** A phone number. */
  readonly recipient: string;
  readonly status: string;
  readonly statusText: string | null;
}

export interface RbmReport {
  readonly by: 'rbm';
  readonly at: number;
  readonly messageId: string;
  readonly eventId: string;
  readonly eventClass: 'ServerEvent' | 'UserEvent';
  readonly eventType: string;
}

/** The sender's own event `Message Submitted`. */
export interface Submission {
  readonly by: 'sender';
  readonly at: number;
  readonly channel: MessageChannel;
  readonly messageId: string;
  readonly submitterMessageId: string | null;
  readonly receiptOption: 'ALL' | 'ERROR';
  readonly expectWithinMinutes: number;
}

export type MessageChannel = 'sms' | 'mms' | 'rbm';

export interface MessageName {
  readonly channel: MessageChannel;
  readonly messageId: string;
}

/** The message that something is said about: of a part, the message that was split. */
export function messageOf(said: Said): MessageName {
  switch (said.by) {
    case 'sms':
      return { channel: 'sms', messageId: said.part?.of ?? said.messageId };
    case 'sender':
      return { channel: said.channel, messageId: said.messageId };
    default:
      return { channel: said.by, messageId: said.messageId };
  }
}

export function nameOf({ channel, messageId }: MessageName): string {
  return `${channel} ${messageId}`;
}

/** What is said about each message, by its name. */
export function byMessage(all: Iterable<Said>): ReadonlyMap<string, readonly Said[]> {
  return grouped(all, (said) => nameOf(messageOf(said)));
}

export function grouped<Item>(
  items: Iterable<Item>,
  keyOf: (item: Item) => string,
): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
