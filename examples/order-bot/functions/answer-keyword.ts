import type { EventBridgeEvent } from 'aws-lambda';
import type { CallbackDetail } from 'vibes-callbacks/events';
import { reply } from './reply';

const answers: Readonly<Record<string, string>> = {
  ORDER: 'Thank you: what would you like to have?',
  STOP: 'You will get no more messages from us.',
};

/** One text message that the rule let through. */
export async function handler({ detail }: EventBridgeEvent<'MO Message', CallbackDetail<'MO Message'>>) {
  const { text, source } = detail.data;
  const answer = answers[(text ?? '').trim().toUpperCase()];
  if (answer !== undefined) await reply(source.address, answer, detail.metadata.id);
}
