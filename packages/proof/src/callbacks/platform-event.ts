import type { CallbackForm } from './callback-form';
import { type ExactNumber, type JsonStyle, jsonDocument, writeJson } from './json';

interface PlatformEventContent {
  readonly eventId: string | ExactNumber;
  readonly type: string;
  /** Which of the two names of a type it has. */
  readonly typeNames: readonly ('callback_type' | 'event_type')[];
  readonly eventDate: string | null;
  /** What is beside the envelope. */
  readonly members: Readonly<Record<string, unknown>>;
  /** A string on every page that shows it. */
  readonly deliveryAttempt: string | ExactNumber | null;
}

export interface PlatformEventStyle {
  readonly json: JsonStyle;
  readonly contentType: string | null;
}

/** A Platform event (wire contract §4). */
export const platformEvent: CallbackForm<PlatformEventContent, PlatformEventStyle> = {
  channel: 'platform',
  route: '/platform',
  authentication: 'source',
  write: (event, { json, contentType }) => jsonDocument(platformJson(event, json), contentType, json),
};

export function platformJson(event: PlatformEventContent, style: JsonStyle): string {
  const { eventId, type, typeNames, eventDate, members, deliveryAttempt } = event;
  const whole = {
    event_id: eventId,
    ...Object.fromEntries(typeNames.map((name) => [name, type])),
    ...(eventDate !== null && { event_date: eventDate }),
    ...members,
    ...(deliveryAttempt !== null && { delivery_attempt: deliveryAttempt }),
  };
  return writeJson(whole, style);
}
