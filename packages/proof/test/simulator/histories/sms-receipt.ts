import type { SmsReceipt } from '../../../src/simulator/histories/said';

/** So many seconds after noon; epoch milliseconds. */
export const at = (second: number) => Date.UTC(2024, 4, 6, 12, 0, second);

/** Of the message `m`, a success unless `more` says otherwise. */
export const smsReceipt = (second: number, type: string, more: Partial<SmsReceipt> = {}): SmsReceipt => ({
  by: 'sms',
  at: at(second),
  messageId: 'm',
  submitterMessageId: null,
  type,
  error: null,
  forwardedTo: null,
  part: null,
  ...more,
});
