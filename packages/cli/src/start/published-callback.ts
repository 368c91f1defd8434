import { asRecord, optionalText } from '@vibes-callbacks/local-cloud';
import { outcomeType } from '../../../../lambda/reader/families';
import { handoverSource } from '../../../../lib/event-sources';

export interface CallbackIds {
  /** EventBridge's own id of the event. */
  readonly eventId: string;
  /** `metadata.id`: the same for each copy of a callback. */
  readonly callbackId: string;
  readonly requestId: string;
  /** The id that Vibes gave it; undefined if it has none and is identified by its content's digest. */
  readonly vibesId: string | undefined;
}

/** What the event says about a callback, read once for all listeners. */
export interface PublishedCallback extends CallbackIds {
  readonly json: string;
  readonly detailType: string;
  readonly receivedAt: Date;
  readonly route: string;
  /** The beginning of what a person wrote; empty if there is no text. */
  readonly text: string;
  /** Why it is unrecognized; empty where it is not. */
  readonly reason: string;
  /** Of an unrecognized one: the name of its objects in the bucket, without extension. */
  readonly keptName: string | undefined;
}

/** How much of a text a list shows. */
const shownCharacters = 200;

/** @returns undefined for an event that is not from a callback */
export function readPublished(json: string): PublishedCallback | undefined {
  const event = asRecord(JSON.parse(json));
  // An event that a function failed on and gets again is inside another event.
  const inner = event.source === handoverSource ? asRecord(asRecord(event.detail).payload) : event;
  if (inner['detail-type'] === outcomeType) return undefined;
  const { metadata: given, data: content } = asRecord(inner.detail);
  const [metadata, data] = [asRecord(given), asRecord(content)];
  const callbackId = optionalText(metadata.id);
  if (callbackId === undefined || typeof event.id !== 'string') return undefined;
  const receivedAt = new Date(String(metadata.receivedAt));
  return {
    json: inner === event ? json : JSON.stringify(inner),
    detailType: String(inner['detail-type']),
    eventId: event.id,
    callbackId,
    requestId: optionalText(metadata.requestId) ?? '',
    vibesId: vibesIdOf(optionalText(metadata.identity)),
    receivedAt: Number.isNaN(receivedAt.getTime()) ? new Date(0) : receivedAt,
    route: optionalText(metadata.route) ?? '',
    text: beginningOf(optionalText(data.text) ?? optionalText(data.subject) ?? ''),
    reason: optionalText(data.reason) ?? '',
    keptName: optionalText(data.reason) === undefined ? undefined : optionalText(data.key)?.replace(/\.bin$/, ''),
  };
}

/** The ids of the callbacks that an outcome is made of; undefined for an event that is not an outcome. */
export function readEvidence(json: string): readonly string[] | undefined {
  // Every event comes by here: most need not be parsed.
  if (!json.includes(outcomeType)) return undefined;
  const event = asRecord(JSON.parse(json));
  if (event['detail-type'] !== outcomeType) return undefined;
  const { evidence } = asRecord(asRecord(event.detail).data);
  return Array.isArray(evidence) ? evidence.flatMap((one) => optionalText(asRecord(one).eventId) ?? []) : [];
}

/** On one line, without cutting a character in two. */
function beginningOf(text: string): string {
  return [...text.slice(0, 2 * shownCharacters)].slice(0, shownCharacters).join('').replace(/\s+/g, ' ').trim();
}

/** The id that Vibes gave, out of an identity (`family#id#part`). */
export function vibesIdOf(identity = ''): string | undefined {
  const [, vibesId] = identity.split('#');
  return vibesId === undefined || /^[0-9a-f]{64}$/.test(vibesId) ? undefined : vibesId;
}
