import type fc from 'fast-check';
import type { DocumentName } from '../../../../lambda/reader/families';
import type { GeneratedCallback } from './generated-callback';
import { mmsDeliveryReports } from './mms-delivery-report';
import { mmsMessages } from './mms-message';
import { delivers, moMessages } from './mo-message';
import { mtMessageResponses } from './mt-message-response';
import { platformEvents } from './platform-event';
import { rbmEvents } from './rbm-event';

/** Every document that Vibes sends, for properties of all of them and for `npm run fuzz`. */
export const callbackKinds: Readonly<Record<DocumentName, fc.Arbitrary<GeneratedCallback>>> = {
  moMessage: moMessages,
  deliver: delivers,
  mtMessageResponse: mtMessageResponses,
  DeliverReq: mmsMessages,
  DeliveryReportReq: mmsDeliveryReports,
  'Platform JSON': platformEvents,
  'RBM JSON': rbmEvents,
};
