import { type Static, type TSchema, Type } from '@sinclair/typebox';
import { dataSchemas } from './data-schemas';
import type { DetailType } from './families';
import { Metadata } from './metadata-schema';
import type { PlatformEvent } from './platform/platform-event-schema';
import type { PlatformEventType, PlatformPayload } from './platform/platform-payloads-schema';

export { dataSchemas };

/** `data` of an event, by its `detail-type`. */
export type CallbackData = { readonly [T in DetailType]: Static<(typeof dataSchemas)[T]> };

/** `detail` of an event: `CallbackDetail<'MO Message'>`. */
export interface CallbackDetail<T extends DetailType = DetailType> {
  readonly metadata: Metadata;
  readonly data: CallbackData[T];
}

export type { PlatformEventType, PlatformPayload };

/**
 * `detail` of a Platform event of one type, for rules that filter by `data.type`: `PlatformEventDetail<'person_added'>`.
 * Every member that it names may be missing: it is what Vibes documents.
 */
export interface PlatformEventDetail<T extends PlatformEventType> {
  readonly metadata: Metadata;
  readonly data: Omit<PlatformEvent, 'type' | 'payload'> & {
    readonly type: T;
    readonly payload: PlatformPayload<T> | null;
  };
}

/** The schema of an event's `detail`. */
export function detailSchema(detailType: DetailType): TSchema {
  return Type.Object({ metadata: Metadata, data: dataSchemas[detailType] }, { additionalProperties: false });
}
