import { type Static, type TSchema, Type } from '@sinclair/typebox';
import type { DetailType } from './families';
import { Metadata } from './metadata-schema';
import { MmsDeliveryReport } from './mms/mms-delivery-report-schema';
import { MmsMessage } from './mms/mms-message-schema';
import { PlatformEvent } from './platform/platform-event-schema';
import type { PlatformEventType, PlatformPayload } from './platform/platform-payloads-schema';
import { RbmEvent } from './rbm/rbm-event-schema';
import { MoMessage } from './sms/mo-message-schema';
import { MtMessageResponse } from './sms/mt-message-response-schema';
import { UnrecognizedCallback } from './unrecognized/unrecognized-callback-schema';

/** `data` of each event: the one source of the TypeScript types, docs/schemas/ and docs/EVENTS.md. */
export const dataSchemas = {
  'MO Message': MoMessage,
  'MT Message Response': MtMessageResponse,
  'MMS Message': MmsMessage,
  'MMS Delivery Report': MmsDeliveryReport,
  'Platform Event': PlatformEvent,
  'RBM Event': RbmEvent,
  'Unrecognized Callback': UnrecognizedCallback,
} as const satisfies Record<DetailType, TSchema>;

/** `data` of an event, by its `detail-type`. */
export type CallbackData = { readonly [T in DetailType]: Static<(typeof dataSchemas)[T]> };

/** `detail` of an event: `CallbackDetail<'MO Message'>`. */
export interface CallbackDetail<T extends DetailType = DetailType> {
  readonly metadata: Metadata;
  readonly data: CallbackData[T];
}

export type { PlatformEventType, PlatformPayload };

/**
 * `detail` of a Platform event of one type, for whoever filters by `data.type`: `PlatformEventDetail<'person_added'>`.
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
