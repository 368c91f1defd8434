import { createHash } from 'node:crypto';
import type { CallbackBuilder, ExpectedEvent, VibesCallback } from './callback';
import { plainJson } from './json';
import { buildMmsReceipt, mmsDeliveryReport } from './mms-delivery-report';
import { buildLargeMms, buildMms, mmsMessage } from './mms-message';
import { buildDeliver, buildMo, moMessage } from './mo-message';
import { buildReceipt, mtMessageResponse } from './mt-message-response';
import { buildPlatformEvent, platformEvent } from './platform-event';
import type { Random } from './random';
import { buildRbmEvent, rbmEvent } from './rbm-event';

const expectedGarbage: ExpectedEvent = {
  detailType: 'Unrecognized Callback',
  keyOf: ({ sha256 }) => `unrecognized ${sha256}`,
};

/**
 * Bytes of no known format, which must come out as an Unrecognized Callback. They go to the route with the strictest
 * rules of the four channels: a 4XX is final there.
 */
const buildGarbage: CallbackBuilder = (random) => {
  const body = Buffer.from(random.hex(2 * random.int(16, 400)), 'hex');
  const sha256 = createHash('sha256').update(body).digest('hex');
  const document = { headers: { 'content-type': 'application/octet-stream' }, body };
  const { channel, route, authentication } = platformEvent;
  const key = expectedGarbage.keyOf({ sha256 });
  return [{ key, channel, route, authentication, method: 'POST', document: () => document }];
};

/** API Gateway takes 10 MB (its quota page): a Platform event past that must be refused so that Vibes sends it again. */
export const buildOversize: CallbackBuilder = (random) => {
  const eventId = random.hex(12).toUpperCase();
  const event = {
    eventId,
    type: 'person_updated',
    typeNames: ['callback_type'],
    eventDate: null,
    members: { note: 'x'.repeat(11 * 1024 * 1024) },
    deliveryAttempt: null,
  } as const;
  const style = { json: plainJson, contentType: 'application/json' };
  return [platformEvent.callback(platformEvent.keyOf(event), () => [event, style])];
};

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
  mo: { weight: 25, build: buildMo, event: moMessage },
  deliver: { weight: 3, build: buildDeliver, event: moMessage },
  receipt: { weight: 35, build: buildReceipt, event: mtMessageResponse },
  mms: { weight: 4, build: buildMms, event: mmsMessage },
  'mms-large': { weight: 0, build: buildLargeMms, event: mmsMessage },
  'mms-receipt': { weight: 3, build: buildMmsReceipt, event: mmsDeliveryReport },
  platform: { weight: 25, build: buildPlatformEvent, event: platformEvent },
  rbm: { weight: 5, build: buildRbmEvent, event: rbmEvent },
  garbage: { weight: 0, build: buildGarbage, event: expectedGarbage },
  oversize: { weight: 0, build: buildOversize, event: platformEvent },
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
