import type { CallbackBuilder, Kind } from '../callback';
import { deliver } from './deliver';
import { garbage } from './garbage';
import { mmsReceipt } from './mms-delivery-report';
import { largeMms, mms } from './mms-message';
import { moMessage } from './mo-message';
import { receipt } from './mt-message-response';
import { oversize } from './oversize';
import { platform } from './platform-event';
import { rbm } from './rbm-event';

export const builders: Readonly<Record<Kind, CallbackBuilder>> = {
  mo: moMessage,
  deliver,
  receipt,
  mms,
  'mms-large': largeMms,
  'mms-receipt': mmsReceipt,
  platform,
  rbm,
  garbage,
  oversize,
};
