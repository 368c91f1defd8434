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
  return {
    eventId: id,
    callbackId,
    requestId: optionalText(metadata.requestId) ?? '',
    vibesId: vibesIdOf(optionalText(metadata.identity)),
  };
}

/** The id that Vibes gave, out of an identity (`family#id#part`). */
export function vibesIdOf(identity = ''): string | undefined {
  const [, vibesId] = identity.split('#');
  return vibesId === undefined || /^[0-9a-f]{64}$/.test(vibesId) ? undefined : vibesId;
}
