import { dateText, receiptDate } from '../../callbacks/date-text';
import { mm7Dialects } from '../../callbacks/mm7';
import { type MmsMedia, mmsMessage } from '../../callbacks/mms-message';
import { plainLayout } from '../../callbacks/multipart';
import { type BuiltCallback, type CallbackBuilder, callbackOf, type ExpectedEvent } from '../callback';
import type { Random } from '../random';
import { moment, phoneNumber, shortCode, text } from './invented';

export const mmsEvent: ExpectedEvent = {
  detailType: 'MMS Message',
  keyOf: ({ transactionId }) => `mms ${transactionId}`,
};

/** Media passed through as bytes, and a boundary with a time stamp, so that a retry has other bytes. */
export const mms: CallbackBuilder = (random) => [message(random, [jpeg(random, random.int(200, 2_000))])];

/** Three pictures of a megabyte: past every limit of a queue's message. */
export const largeMms: CallbackBuilder = (random) => [
  message(random, [jpeg(random, 1_000_000), jpeg(random, 1_000_000), jpeg(random, 1_000_000)]),
];

function message(random: Random, images: readonly Buffer[]): BuiltCallback {
  const transactionId = random.uuid();
  const content = {
    transactionId,
    mmsRelayServerId: 'Vibes',
    linkedId: random.hex(16),
    sender: { type: 'Number', address: phoneNumber(random) },
    recipients: [{ kind: 'To', addresses: [{ type: 'ShortCode', address: shortCode }] }],
    timestamp: dateText(moment(random), receiptDate),
    priority: 'Normal',
    subject: text(random),
    contentHref: 'cid:content',
    media: [noteOf(random), ...images.map(pictureOf)],
  };
  return callbackOf(mmsMessage, mmsEvent.keyOf(content), (attempt) => {
    const layout = plainLayout(`----=_Part_${transactionId.slice(0, 8)}_${attempt}`);
    return [content, { dialect: mm7Dialects.message, layout }];
  });
}

function noteOf(random: Random): MmsMedia {
  return {
    contentType: 'text/plain; charset=utf-8',
    contentId: 'text.txt',
    bareId: true,
    filename: null,
    encoding: null,
    bytes: Buffer.from(text(random)),
  };
}

function pictureOf(bytes: Buffer, index: number): MmsMedia {
  const contentId = `image-${index}.jpg`;
  return { contentType: 'image/jpeg', contentId, bareId: false, filename: null, encoding: '8bit', bytes };
}

/** The signature of a JPEG, then noise: nothing on the way looks inside. */
function jpeg(random: Random, size: number): Buffer {
  const noise = Buffer.from(random.hex(128), 'hex');
  return Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.alloc(size, noise)]);
}
