import { createHash } from 'node:crypto';
import { type CallbackBuilder, callbackOf, type ExpectedEvent, type VibesCallback } from './callback';
import { plainJson } from './json';
import { buildMmsReceipt, expectedMmsReceipt } from './mms-delivery-report';
import { buildLargeMms, buildMms, expectedMms } from './mms-message';
import { buildDeliver, buildMo, expectedMo } from './mo-message';
import { buildReceipt, expectedReceipt } from './mt-message-response';
import { buildPlatformEvent, expectedPlatformEvent, platformEvent } from './platform-event';
import type { Random } from './random';
import { buildRbmEvent, expectedRbmEvent } from './rbm-event';

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
  const headers = { 'content-type': 'application/octet-stream' };
  const form = { ...platformEvent, write: () => ({ headers, body }) };
  return [callbackOf(form, expectedGarbage.keyOf({ sha256 }), () => [null, null])];
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
  return [callbackOf(platformEvent, expectedPlatformEvent.keyOf(event), () => [event, style])];
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
  mo: { weight: 25, build: buildMo, event: expectedMo },
  deliver: { weight: 3, build: buildDeliver, event: expectedMo },
  receipt: { weight: 35, build: buildReceipt, event: expectedReceipt },
  mms: { weight: 4, build: buildMms, event: expectedMms },
  'mms-large': { weight: 0, build: buildLargeMms, event: expectedMms },
  'mms-receipt': { weight: 3, build: buildMmsReceipt, event: expectedMmsReceipt },
  platform: { weight: 25, build: buildPlatformEvent, event: expectedPlatformEvent },
  rbm: { weight: 5, build: buildRbmEvent, event: expectedRbmEvent },
  garbage: { weight: 0, build: buildGarbage, event: expectedGarbage },
  oversize: { weight: 0, build: buildOversize, event: expectedPlatformEvent },
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
