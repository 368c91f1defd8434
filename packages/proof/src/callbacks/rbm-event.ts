import type { CallbackForm } from './callback-form';
import { type JsonStyle, jsonDocument, writeJson } from './json';

interface RbmEventContent {
  /** `ServerEvent`, `UserEvent`, `UserMessage` today. */
  readonly eventClass: string;
  readonly phoneNumber: string;
  readonly agentId: string | null;
  readonly messageId: string;
  /** None in a `UserMessage`. */
  readonly eventId: string | null;
  readonly members: Readonly<Record<string, unknown>>;
}

export const eventClassHeader = 'x-vibes-eventclass';

/** An RBM event (wire contract §5): a header says which of three documents it is, the body does not. */
export const rbmEvent: CallbackForm<RbmEventContent, JsonStyle> = {
  channel: 'rbm',
  route: '/rbm',
  authentication: 'signature',
  write: (event, style) => {
    const { headers, body } = jsonDocument(rbmJson(event, style), 'application/json', style);
    return { headers: { ...headers, [eventClassHeader]: event.eventClass }, body };
  },
};

export function rbmJson({ phoneNumber, agentId, messageId, eventId, members }: RbmEventContent, style: JsonStyle) {
  const sent = Object.entries({ phoneNumber, agentId, messageId, eventId }).filter(([, value]) => value !== null);
  return writeJson({ ...Object.fromEntries(sent), ...members }, style);
}
