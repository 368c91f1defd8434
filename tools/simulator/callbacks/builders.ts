import type { CallbackBuilder, Kind } from '../callback';
import { deliver } from './deliver';
import { garbage } from './garbage';
import { largeMms, mms } from './mms';
import { mmsReceipt } from './mms-receipt';
import { moMessage } from './mo-message';
import { oversize } from './oversize';
import { platform } from './platform';
import { rbm } from './rbm';
import { receipt } from './receipt';

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
