import type { CallbackBuilder, Kind, VibesCallback } from '../callback';
import type { Random } from '../random';
import { isoDate, moment, phoneNumber, shortCode, text } from './invented';
import { escapeXml } from './xml';

const namespace = 'http://www.3gpp.org/ftp/Specs/archive/23_series/23.140/schema/REL-6-MM7-1-4';

/**
 * MM7 `DeliverReq` (wire contract §3.1): no `start` parameter, a XML declaration that lies about the charset,
 * media passed through as bytes, and a boundary with a time stamp, so that a retry has other bytes.
 */
export const mms: CallbackBuilder = (random) => [message(random, 'mms', [jpeg(random, random.int(200, 2_000))])];

/** Three pictures of a megabyte: past every limit of a queue's message. */
export const largeMms: CallbackBuilder = (random) => [
  message(random, 'mms-large', [jpeg(random, 1_000_000), jpeg(random, 1_000_000), jpeg(random, 1_000_000)]),
];

function message(random: Random, kind: Kind, images: readonly Buffer[]): VibesCallback {
  const transactionId = random.uuid();
  const soap = soapOf(random, transactionId);
  const note = text(random);
  return {
    key: `mms ${transactionId}`,
    kind,
    channel: 'mms',
    method: 'POST',
    route: '/mms/mo',
    authentication: 'source',
    document: (attempt) => {
      const boundary = `----=_Part_${transactionId.slice(0, 8)}_${attempt}`;
      return {
        headers: {
          'content-type': `multipart/related; type="text/xml"; boundary="${boundary}"`,
          'user-agent': 'Java/1.8.0_181',
        },
        body: multipart(boundary, soap, note, images),
      };
    },
  };
}

function soapOf(random: Random, transactionId: string): string {
  return `<?xml version="1.0" encoding="utf-16"?>
<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/">
  <env:Header><TransactionID xmlns="${namespace}" env:mustUnderstand="1">${transactionId}</TransactionID></env:Header>
  <env:Body>
    <DeliverReq xmlns="${namespace}">
      <MM7Version>6.8.0</MM7Version>
      <MMSRelayServerID>Vibes</MMSRelayServerID>
      <LinkedID>${random.hex(16)}</LinkedID>
      <Sender><Number>${phoneNumber(random)}</Number></Sender>
      <Recipients><To><ShortCode>${shortCode}</ShortCode></To></Recipients>
      <TimeStamp>${isoDate(moment(random))}</TimeStamp>
      <Priority>Normal</Priority>
      <Subject>${escapeXml(text(random))}</Subject>
      <Content href="cid:content" />
    </DeliverReq>
  </env:Body>
</env:Envelope>`;
}

/** The bytes that tell a JPEG, then noise: nothing on the way looks inside. */
function jpeg(random: Random, size: number): Buffer {
  const noise = Buffer.from(random.hex(128), 'hex');
  return Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.alloc(size, noise)]);
}

function multipart(boundary: string, soap: string, note: string, images: readonly Buffer[]): Buffer {
  const part = (headers: string, content: string | Buffer) =>
    Buffer.concat([Buffer.from(`--${boundary}\r\n${headers}\r\n\r\n`), Buffer.from(content), Buffer.from('\r\n')]);
  return Buffer.concat([
    part('Content-Type: text/xml; charset=utf-8\r\nContent-ID: <rootpart>', soap),
    part('Content-Type: text/plain; charset=utf-8\r\nContent-Id: text.txt', note),
    ...images.map((image, index) => part(imageHeaders(index), image)),
    Buffer.from(`--${boundary}--\r\n`),
  ]);
}

function imageHeaders(index: number): string {
  return `Content-Type: image/jpeg\r\ncontent-id: <image-${index}.jpg>\r\nContent-Transfer-Encoding: 8bit`;
}
