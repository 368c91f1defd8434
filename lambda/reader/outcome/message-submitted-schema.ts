import { type Static, type TSchema, Type } from '@sinclair/typebox';
import { channels } from './outcome-states';

/** A field that may be missing or null. */
function Maybe<T extends TSchema>(schema: T, description: string) {
  return Type.Optional(Type.Union([schema, Type.Null()], { description }));
}

export const MessageChannel = Type.Union(
  channels.map((channel) => Type.Literal(channel)),
  { description: '`sms`, `mms` or `rbm`.' },
);

/** `detail` of a `Message Submitted`, which the sender of a message puts on the bus. */
export const MessageSubmitted = Type.Object(
  {
    messageId: Type.String({ minLength: 1, description: 'The id that Vibes gave the message when you submitted it.' }),
    channel: MessageChannel,
    submitterMessageId: Maybe(
      Type.String(),
      'Your own id of it, up to 128 characters. It is stored as it is, so it must not be a phone number.',
    ),
    receiptOption: Maybe(
      Type.Union([Type.Literal('ALL'), Type.Literal('ERROR')]),
      'Which receipts you asked Vibes for: `ALL` (the default) or `ERROR`.',
    ),
    expectWithinMinutes: Maybe(
      Type.Integer({ minimum: 1, maximum: 10_080 }),
      'How many minutes to wait for a receipt, counted from the `time` of this event: 60 by default, at most a week.',
    ),
  },
  { additionalProperties: true },
);
export type MessageSubmitted = Static<typeof MessageSubmitted>;
