import type { ReceivedMessage, ReceiveLimits } from './queue';
import type { ParkedQueue } from './take-parked';

/** What every parked message shows: ids, codes and times. */
export interface ParkedLetter {
  readonly messageId: string;
  /** When its callback was received. */
  readonly receivedAt: string;
}

/** One in hand, read. */
export interface OpenedMessage<Letter extends ParkedLetter = ParkedLetter> {
  readonly message: ReceivedMessage;
  readonly letter: Letter;
}

/** A queue of dead letters or undelivered events, and how they are read. */
export interface OpenedQueue<Opened extends OpenedMessage> extends ParkedQueue {
  open(message: ReceivedMessage): Promise<Opened>;
  /** Looks at what is there and puts it back. */
  look(limits: ReceiveLimits): Promise<readonly Opened[]>;
}
