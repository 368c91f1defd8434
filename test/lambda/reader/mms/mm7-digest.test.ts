import { envelopeOf } from '../../../../packages/proof/src/support/envelope';
import { mm7Dialects } from '../../../../packages/proof/src/vibes/mm7';
import { mmsMessage } from '../../../../packages/proof/src/vibes/mms-message';
import {
  multipartContentType,
  plainLayout,
  renderMultipart,
  type WirePart,
} from '../../../../packages/proof/src/vibes/multipart';
import { soap } from '../../../support/mm7';
import { readEvent } from '../../../support/read-event';

interface Sent {
  readonly request?: string;
  readonly header?: string;
  readonly soapHeaders?: readonly string[];
  readonly media?: readonly WirePart[];
  readonly layout?: Partial<ReturnType<typeof plainLayout>>;
}

const picture: WirePart = { headers: ['Content-Type: image/jpeg', 'Content-ID: <p>'], bytes: Buffer.from('x') };

async function digestOf({ request = '<DeliverReq/>', header, soapHeaders, media = [picture], layout }: Sent) {
  const headers = soapHeaders ?? ['Content-Type: text/xml; charset=utf-8'];
  const whole = { ...plainLayout('B'), ...layout };
  const event = await readEvent(
    envelopeOf({
      path: '/mms/mo',
      headers: { 'content-type': multipartContentType(whole.boundary) },
      body: renderMultipart([{ headers, bytes: Buffer.from(soap(request, header)) }, ...media], whole),
    }),
  );
  expect(event.detailType).toBe('MMS Message');
  return event.callback.contentDigest;
}

const transaction = '<TransactionID>t-1</TransactionID>';
const nested = (inner: string, head = '', preamble = ''): WirePart => ({
  headers: [`Content-Type: multipart/mixed; boundary="${inner}"${head}`],
  bytes: Buffer.from(`${preamble}--${inner}\r\n\r\na\r\n--${inner}--`),
});

describe('the digest of an MM7 request', () => {
  it.each<[string, Sent, Sent]>([
    ['a second request', {}, { request: '<DeliverReq/><DeliverReq><Subject>2</Subject></DeliverReq>' }],
    ['what else the SOAP header has', { header: transaction }, { header: `${transaction}<Trace/>` }],
    [
      'an element that differs by its prefix alone',
      { request: '<DeliverReq><a:X>1</a:X><b:X>2</b:X></DeliverReq>' },
      { request: '<DeliverReq><a:X>3</a:X><b:X>2</b:X></DeliverReq>' },
    ],
    [
      'an attribute that differs by its prefix alone',
      { request: '<DeliverReq a:x="1" b:x="2"/>' },
      { request: '<DeliverReq a:x="3" b:x="2"/>' },
    ],
    [
      'the part that Content names',
      { request: '<DeliverReq><Content href="cid:a"/></DeliverReq>' },
      { request: '<DeliverReq><Content href="cid:b"/></DeliverReq>' },
    ],
    ['a header of a part', {}, { media: [{ ...picture, headers: [...picture.headers, 'X-Mood: good'] }] }],
    [
      'a header of the part that holds the document',
      {},
      { soapHeaders: ['Content-Type: text/xml; charset=utf-8', 'X: 1'] },
    ],
    [
      'a parameter of a type',
      {},
      { media: [{ ...picture, headers: ['Content-Type: image/jpeg; x=y', 'Content-ID: <p>'] }] },
    ],
    ['a header of parts that hold others', { media: [nested('in')] }, { media: [nested('in', '; type="text/plain"')] }],
    [
      'what is not a version in the place of one',
      { request: '<DeliverReq><MM7Version>5.5.0</MM7Version></DeliverReq>' },
      { request: '<DeliverReq><MM7Version>five</MM7Version></DeliverReq>' },
    ],
    [
      'whether the transfer encoding of a part could be undone',
      { media: [{ headers: ['Content-Transfer-Encoding: base64'], bytes: Buffer.from('x') }] },
      { media: [{ headers: ['Content-Transfer-Encoding: base64'], bytes: Buffer.from('eA==') }] },
    ],
    ['a part that is empty', {}, { media: [picture, { headers: [], bytes: Buffer.alloc(0) }] }],
    ['the place of a part', { media: [picture, nested('in')] }, { media: [nested('in'), picture] }],
  ])('depends on %s', async (_what, a, b) => {
    expect(await digestOf(a)).not.toBe(await digestOf(b));
  });

  it.each<[string, Sent, Sent]>([
    ['the boundary', {}, { layout: { boundary: '----=_Part_2_1714997290000' } }],
    ['the boundary of parts that hold others', { media: [nested('in')] }, { media: [nested('----=_Part_3')] }],
    ['what MIME readers skip', {}, { layout: { preamble: 'skip this\r\n', epilogue: '\r\nand this' } }],
    [
      'the case and the order of headers',
      {},
      { media: [{ ...picture, headers: ['content-id: <p>', 'CONTENT-TYPE: image/jpeg'] }] },
    ],
    ['how the document is encoded', {}, { soapHeaders: ['Content-Type: text/xml', 'Content-Transfer-Encoding: 8bit'] }],
    [
      'the version of the dialect',
      { request: '<DeliverReq><MM7Version>5.5.0</MM7Version></DeliverReq>' },
      { request: '<DeliverReq><MM7Version>6.8.0</MM7Version></DeliverReq>' },
    ],
    [
      'how an instant is written',
      { request: '<DeliverReq><TimeStamp>2024-05-06T07:08:09-05:00</TimeStamp></DeliverReq>' },
      { request: '<DeliverReq><TimeStamp>2024-05-06T12:08:09Z</TimeStamp></DeliverReq>' },
    ],
  ])('does not depend on %s', async (_what, a, b) => {
    expect(await digestOf(a)).toBe(await digestOf(b));
  });

  it('is the same in the other dialect', async () => {
    const message = {
      ...{ transactionId: 't', linkedId: null, date: null, priority: null, subject: 's' },
      ...{ sender: { type: 'Number', address: '+15555550100' }, recipients: [], media: [] },
    };
    const [one, other] = await Promise.all(
      Object.values(mm7Dialects).map((dialect) =>
        readEvent(envelopeOf({ path: '/mms/mo', ...mmsMessage.write(message, { dialect, layout: plainLayout('B') }) })),
      ),
    );
    expect(one?.data.mm7Version).not.toBe(other?.data.mm7Version);
    expect(one?.callback.contentDigest).toBe(other?.callback.contentDigest);
  });
});
