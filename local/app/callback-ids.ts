import { asRecord, optionalText } from '../template/properties';

export interface CallbackIds {
  /** EventBridge's own id of the event. */
  readonly eventId: string;
  /** `metadata.id`: the same for each copy of a callback. */
  readonly callbackId: string;
  readonly requestId: string;
  /** The id that Vibes gave it; undefined where it has none, and its content's digest stands for it. */
  readonly vibesId: string | undefined;
}

/** The ids of a published event; undefined for one that is none of a callback. */
export function readIds(json: string): CallbackIds | undefined {
  const { id, detail } = asRecord(JSON.parse(json));
  const metadata = asRecord(asRecord(detail).metadata);
  const callbackId = optionalText(metadata.id);
  if (callbackId === undefined || typeof id !== 'string') return undefined;
  // `family#id#part`
  const [, vibesId] = (optionalText(metadata.identity) ?? '').split('#');
  const isDigest = vibesId === undefined || /^[0-9a-f]{64}$/.test(vibesId);
  return {
    eventId: id,
    callbackId,
    requestId: optionalText(metadata.requestId) ?? '',
    vibesId: isDigest ? undefined : vibesId,
  };
}
