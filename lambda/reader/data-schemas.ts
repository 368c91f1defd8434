// Written by `npm run docs` from lambda/reader/families.ts: change a family there.
import type { TSchema } from '@sinclair/typebox';
import type { EventType } from './families';
import { MmsDeliveryReport } from './mms/mms-delivery-report-schema';
import { MmsMessage } from './mms/mms-message-schema';
import { MessageOutcome } from './outcome/message-outcome-schema';
import { PlatformEvent } from './platform/platform-event-schema';
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
  'Message Outcome': MessageOutcome,
} as const satisfies Record<EventType, TSchema>;
