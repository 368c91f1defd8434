/** The channels whose messages have outcomes. */
export const channels = ['sms', 'mms', 'rbm'] as const;
export type Channel = (typeof channels)[number];

export function isChannel(value: unknown): value is Channel {
  return channels.some((channel) => channel === value);
}

/** What each state means; docs/EVENTS.md lists them. The rules are in lambda/outcomes/fold.ts. */
export const stateMeanings = {
  submitted: 'You put `Message Submitted` on the bus, and no receipt has reported a state yet.',
  overdue: 'No receipt reported a state in time (`receiptOption` `ALL`). The first that does ends it.',
  'presumed-delivered':
    'No error came in time, and you asked for errors only (`receiptOption` `ERROR`). No receipt says that it was delivered.',
  accepted: 'Vibes accepted it. Also while a part of a split message has no receipt.',
  undetermined: 'The MMSC cannot say (`Indeterminate`). Any other report outranks it.',
  sent: 'The carrier, the MMSC or the RBM platform accepted it. That is not delivery.',
  delivered: "It is on the person's device, with all its parts.",
  read: 'The person opened it (RBM).',
  expired: 'It was not delivered in time (MMS `Expired`, RBM `TTL_EXPIRATION_REVOKED`).',
  rejected: 'It was refused (MMS `Rejected`).',
  failed: 'It failed, or one of its parts did. `error` says why.',
  forwarded: 'Vibes sent another message instead (alternate delivery): `forwardedTo`, which has an outcome of its own.',
} as const;
export type State = keyof typeof stateMeanings;

/** Who made a receipt. */
export const sourceMeanings = {
  System: 'Vibes',
  Carrier: 'the carrier',
  Handset: 'the handset, as the carrier reports it',
  MMSC: "the carrier's MMS center",
  RBM: 'the RBM platform',
  user: "the person's device (RBM)",
  sender: 'your `Message Submitted`',
  unknown: 'an SMS receipt of a type that Vibes does not document',
} as const;
export type Source = keyof typeof sourceMeanings;

/** What an error is about. */
export const kindMeanings = {
  number: 'the number is not a valid destination',
  'opted-out': 'there is no subscription',
  blocked: 'the number is blocked, or sending was stopped',
  capped: 'a limit was reached',
  route: 'no carrier route',
  content: 'parts of a split message are missing or duplicated',
  expired: 'its time ran out',
  vibes: 'an error or a missing setup at Vibes',
  unknown: 'anything else; `code` and `text` may say more',
} as const;
export type ErrorKind = keyof typeof kindMeanings;
