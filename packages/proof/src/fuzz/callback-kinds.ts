import type fc from 'fast-check';
import type { DocumentName } from '../../../../lambda/reader/families';
import type { Envelope } from '../../../../lambda/shared/envelope';
import { envelopeOf } from '../support/envelope';
import type { GeneratedCallback } from '../vibes/callback';
import { mmsDeliveryReports } from '../vibes/mms-delivery-report';
import { mmsMessages } from '../vibes/mms-message';
import { delivers, moMessages } from '../vibes/mo-message';
import { mtMessageResponses } from '../vibes/mt-message-response';
import { platformEvents } from '../vibes/platform-event';
import { rbmEvents } from '../vibes/rbm-event';

/** A generated callback as ingest hands it on. */
export interface ReceivedCallback extends Omit<GeneratedCallback, 'sent' | 'retry'> {
  readonly envelope: Envelope;
  readonly retry: Envelope;
}

function received(generated: fc.Arbitrary<GeneratedCallback>): fc.Arbitrary<ReceivedCallback> {
  return generated.map(({ sent, retry, ...expected }) => ({
    ...expected,
    envelope: envelopeOf(sent),
    retry: envelopeOf(retry),
  }));
}

/** Every document that Vibes sends, for properties of all of them and for `npm run fuzz`. */
export const callbackKinds: Readonly<Record<DocumentName, fc.Arbitrary<ReceivedCallback>>> = {
  moMessage: received(moMessages),
  deliver: received(delivers),
  mtMessageResponse: received(mtMessageResponses),
  DeliverReq: received(mmsMessages),
  DeliveryReportReq: received(mmsDeliveryReports),
  'Platform JSON': received(platformEvents),
  'RBM JSON': received(rbmEvents),
};
