import type { DetailType, EventType } from './families';
import {
  type CallbackData,
  dataSchemas,
  type MessageSubmitted,
  Metadata,
  OutcomeMetadata,
  type PlatformEvent,
  type PlatformPayloads,
} from './published-schemas';

export { type CallbackData, dataSchemas, type MessageSubmitted };

type MetadataOf = { readonly [T in DetailType]: Metadata } & { readonly 'Message Outcome': OutcomeMetadata };

/** `detail` of an event: `CallbackDetail<'MO Message'>`; by default that of a callback. */
export interface CallbackDetail<T extends EventType = DetailType> {
  readonly metadata: MetadataOf[T];
  readonly data: CallbackData[T];
}

export type PlatformEventType = keyof PlatformPayloads;

/** `payload` of a `Platform Event` of a type: `PlatformPayload<'subscription_added'>`. */
export type PlatformPayload<T extends PlatformEventType = PlatformEventType> = PlatformPayloads[T] & {
  /** Members that Vibes has not documented. */
  readonly [member: string]: unknown;
};

/**
 * `detail` of a Platform event of one type, for rules that filter by `data.type`:
 * `PlatformEventDetail<'person_added'>`. These are the members that Vibes documents, and any of them may be missing.
 */
export interface PlatformEventDetail<T extends PlatformEventType> {
  readonly metadata: Metadata;
  readonly data: Omit<PlatformEvent, 'type' | 'payload'> & {
    readonly type: T;
    readonly payload: PlatformPayload<T> | null;
  };
}

/** A JSON Schema of an object, for a validator. */
export interface ObjectSchema {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, unknown>>;
  readonly [keyword: string]: unknown;
}

/** The schema of an event's `detail`. */
export function detailSchema(detailType: EventType): ObjectSchema {
  return {
    additionalProperties: false,
    type: 'object',
    required: ['metadata', 'data'],
    properties: { metadata: metadataSchema(detailType), data: dataSchemas[detailType] },
  };
}

function metadataSchema(detailType: EventType): ObjectSchema {
  return detailType === 'Message Outcome' ? OutcomeMetadata : Metadata;
}
