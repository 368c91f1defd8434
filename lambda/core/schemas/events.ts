import { type Static, type TSchema, Type } from '@sinclair/typebox';
import type { DetailType } from '../callback';
import { Metadata } from './metadata';
import { MmsDeliveryReport } from './mms-delivery-report';
import { MmsMessage } from './mms-message';
import { MoMessage } from './mo-message';
import { MtMessageResponse } from './mt-message-response';
import { PlatformEvent } from './platform-event';
import { RbmEvent } from './rbm-event';
import { UnrecognizedCallback } from './unrecognized-callback';

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

/** The schema of an event's `detail`. */
export function detailSchema(detailType: DetailType): TSchema {
  return Type.Object({ metadata: Metadata, data: dataSchemas[detailType] }, { additionalProperties: false });
}
