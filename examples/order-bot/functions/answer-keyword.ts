import type { EventBridgeEvent } from 'aws-lambda';
import type { CallbackDetail } from 'vibes-callbacks/events';
import { reply } from './reply';

/** One text message that the rule let through. */
export async function handler({ detail }: EventBridgeEvent<'MO Message', CallbackDetail<'MO Message'>>) {
  const { keyword, source } = detail.data;
  const answer =
    keyword === 'ORDER' ? 'Thank you: what would you like to have?' : 'You will get no more messages from us.';
  await reply(source.address, answer, detail.metadata.id);
}
