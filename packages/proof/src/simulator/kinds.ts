import type { CallbackBuilder, ExpectedEvent, VibesCallback } from './callback';
import { deliver } from './callbacks/deliver';
import { garbage, garbageEvent } from './callbacks/garbage';
import { mmsReceipt, mmsReceiptEvent } from './callbacks/mms-delivery-report';
import { largeMms, mms, mmsEvent } from './callbacks/mms-message';
import { mo, moEvent } from './callbacks/mo-message';
import { receipt, receiptEvent } from './callbacks/mt-message-response';
import { oversize } from './callbacks/oversize';
import { platform, platformEvent } from './callbacks/platform-event';
import { rbm, rbmEvent } from './callbacks/rbm-event';
import type { Random } from './random';

interface KindRow {
  /** Its weight in a company's ordinary day: mostly messages, their receipts and Platform events. */
  readonly weight: number;
  readonly build: CallbackBuilder;
  readonly event: ExpectedEvent;
}

/**
 * What Vibes sends, by document, and what it should not send but might: `garbage`, bytes of no known format, and
 * `oversize`, more than an API Gateway lets through.
 */
export const kindRows = {
  mo: { weight: 25, build: mo, event: moEvent },
  deliver: { weight: 3, build: deliver, event: moEvent },
  receipt: { weight: 35, build: receipt, event: receiptEvent },
  mms: { weight: 4, build: mms, event: mmsEvent },
  'mms-large': { weight: 0, build: largeMms, event: mmsEvent },
  'mms-receipt': { weight: 3, build: mmsReceipt, event: mmsReceiptEvent },
  platform: { weight: 25, build: platform, event: platformEvent },
  rbm: { weight: 5, build: rbm, event: rbmEvent },
  garbage: { weight: 0, build: garbage, event: garbageEvent },
  oversize: { weight: 0, build: oversize, event: platformEvent },
} as const satisfies Record<string, KindRow>;

export type Kind = keyof typeof kindRows;

export const kinds = Object.keys(kindRows) as readonly Kind[];

/** What one cause at Vibes makes. */
export function buildKind(
  kind: Kind,
  random: Random,
  build: CallbackBuilder = kindRows[kind].build,
): readonly VibesCallback[] {
  return build(random).map((callback) => ({ ...callback, kind }));
}
