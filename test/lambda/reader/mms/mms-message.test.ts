import { sampleRequest } from '../../../../packages/cli/src/commands/send/sample-request';
import { envelopeOf } from '../../../../packages/proof/src/support/envelope';
import { readMultipartEvent, readSoapEvent, soap } from '../../../support/mm7';
import { readEvent } from '../../../support/read-event';

const picture = { headers: ['Content-Type: image/jpeg', 'Content-ID: <p>'], bytes: Buffer.from('ffd8ffe0', 'hex') };
const deliver = (content: string) => soap(`<DeliverReq>${content}</DeliverReq>`);
const sampleEvent = (name: string) => {
  const { body, ...request } = sampleRequest(name);
  return readEvent(envelopeOf({ ...request, body }));
};

describe('a DeliverReq', () => {
  it('is an MMS Message with its media in the bucket', async () => {
    const { data, callback, metadata } = await sampleEvent('mms-message-picture.mime');
    expect(data).toMatchObject({
      transactionId: 'sample-mms-0001',
      linkedId: 'sample-link-0001',
      sender: { address: '+13125550130', type: 'Number' },
      recipients: [{ address: '00000', type: 'ShortCode', kind: 'To' }],
      subject: 'Überraschung & more 🎉',
      timestamp: '2024-05-06T12:08:09.000Z',
      timestampText: '2024-05-06T07:08:09-05:00',
      priority: 'Normal',
      contentHref: 'cid:smil',
    });
    expect(data.attachments).toMatchObject([
      { contentType: 'application/smil; charset=utf-8', contentId: 'smil', filename: null, part: '2' },
      { contentType: 'text/plain; charset=utf-8', contentId: 'note', text: 'Look at this 😀' },
      { contentType: 'image/jpeg; name="picture.jpg"', contentId: 'picture', filename: 'picture.jpg' },
    ]);
    expect(callback.objects.map(({ key }) => key)).toEqual(
      ['0.smil', '1.txt', '2.jpg'].map((name) => `attachments/${metadata.id}/${name}`),
    );
  });

  it('may be of the other dialect, to several lists, with a multipart inside', async () => {
    const { data } = await sampleEvent('mms-message-nested.mime');
    expect(data).toMatchObject({
      linkedId: null,
      sender: {
        address: '+13125550131/TYPE=PLMN@example.com',
        type: 'RFC2822Address',
        extra: { '@displayOnly': 'false' },
      },
      recipients: [
        { address: '00000', type: 'ShortCode', kind: 'To' },
        { address: '+13125550132', type: 'Number', kind: 'To' },
        { address: 'someone@example.com', type: 'RFC2822Address', kind: 'Cc' },
      ],
      subject: null,
      mm7Version: '5.5.0',
      extra: { 'mm7:ApplicID': [{ name: 'mm7:ApplicID', attributes: {}, content: ['example-app'] }] },
    });
    expect(data.attachments).toMatchObject([
      { part: '2.1', contentId: 'dot', filename: '../dot.gif', size: 42 },
      {
        part: '2.2',
        filename: 'contact.vcf',
        headers: { 'content-location': ['contact.vcf'] },
        text: 'BEGIN:VCARD\r\nVERSION:2.1\r\nFN:Zoë Example\r\nEND:VCARD\r\n',
      },
    ]);
  });

  it('needs no media', async () => {
    const { detailType, data, callback } = await sampleEvent('mms-message-text-only.xml');
    expect(detailType).toBe('MMS Message');
    expect(data).toMatchObject({ transactionId: 'sample-mms-0003', attachments: [] });
    expect(callback.objects).toEqual([]);
  });

  it('may say nothing but its transaction', async () => {
    const { data } = await readSoapEvent(deliver(''));
    expect(data).toMatchObject({ sender: null, recipients: [], subject: null, timestamp: null, timestampText: null });
  });

  it('without a transaction is unrecognized', async () => {
    const { data } = await readSoapEvent(soap('<DeliverReq><Subject>x</Subject></DeliverReq>', ''));
    expect(data.reason).toBe('xml-missing-field');
  });

  it('with an empty transaction is unrecognized', async () => {
    const { data } = await readSoapEvent(soap('<DeliverReq/>', '<TransactionID> </TransactionID>'));
    expect(data.reason).toBe('xml-missing-field');
  });

  it('tells messages of one transaction apart by the LinkedID', async () => {
    const [a, b] = await Promise.all([
      readSoapEvent(deliver('<LinkedID>a</LinkedID>')),
      readSoapEvent(deliver('<LinkedID>b</LinkedID>')),
    ]);
    expect(a.metadata.id).not.toBe(b.metadata.id);
  });

  it('keeps a date that it cannot read', async () => {
    const { data } = await readSoapEvent(deliver('<TimeStamp>yesterday</TimeStamp>'));
    expect(data).toMatchObject({ timestamp: null, timestampText: 'yesterday' });
  });

  it('keeps what is beside the addresses', async () => {
    const { data } = await readSoapEvent(
      deliver(
        '<Sender>me<Number>1</Number></Sender><Recipients><To note="x"><Number>2</Number></To><To/></Recipients>',
      ),
    );
    expect(data.sender).toEqual({ address: '1', type: 'Number' });
    expect(data.recipients).toEqual([{ address: '2', type: 'Number', kind: 'To' }]);
    expect(data.extra).toMatchObject({
      Sender: [{ content: ['me', { name: 'Number' }] }],
      Recipients: [{ content: [{ name: 'To', attributes: { note: 'x' } }, { name: 'To' }] }],
    });
  });

  it('keeps 15,000 elements that it does not know, in the bucket', async () => {
    const { data, callback } = await readSoapEvent(deliver('<X/>'.repeat(15_000)));
    expect(data).toMatchObject({ transactionId: 't-1', extra: null, extraObject: { bucket: 'bucket' } });
    expect(JSON.parse(Buffer.from(callback.objects[0]?.bytes ?? []).toString()).X).toHaveLength(15_000);
  });

  it.each([
    ['empty', '', 0],
    ['filled', 'x', 21],
  ])('of 199 %s parts makes a bounded number of objects', async (_what, content, objects) => {
    const media = Array.from({ length: 199 }, () => ({
      headers: ['Content-Type: image/jpeg'],
      bytes: Buffer.from(content),
    }));
    const { data, callback } = await readMultipartEvent({ xml: deliver(''), media });
    expect(data.attachments).toHaveLength(199);
    expect(callback.objects).toHaveLength(objects);
  });

  it('keeps what the SOAP envelope says besides', async () => {
    const header = '<TransactionID>t-1</TransactionID><Route>r</Route>';
    const { data } = await readSoapEvent(soap('<DeliverReq/><Second/>', header));
    expect(data.extra).toMatchObject({
      'Envelope/Header/Route': [{ content: ['r'] }],
      'Envelope/Body/Second': [{ name: 'Second' }],
    });
  });

  describe('has another digest', () => {
    const digest = async (content: string, bytes = 'x') => {
      const media = [{ headers: ['Content-Type: image/jpeg'], bytes: Buffer.from(bytes) }];
      return (await readMultipartEvent({ xml: deliver(content), media })).callback.contentDigest;
    };

    it.each([
      ['subject', '<Subject>a</Subject>', '<Subject>b</Subject>'],
      ['sender', '<Sender><Number>1</Number></Sender>', '<Sender><ShortCode>1</ShortCode></Sender>'],
      ['unknown element', '<X>1</X>', '<X>2</X>'],
    ])('with another %s', async (_, a, b) => {
      expect(await digest(a)).not.toBe(await digest(b));
    });

    it('with other media', async () => {
      expect(await digest('', 'x')).not.toBe(await digest('', 'y'));
    });
  });

  it('is read by the charset of its MIME part, whatever it declares', async () => {
    const { data } = await readMultipartEvent({ xml: deliver('<Subject>é😀</Subject>') });
    expect(data.subject).toBe('é😀');
  });

  it('is found by the start parameter', async () => {
    const { data } = await readMultipartEvent({
      xml: 'a first part',
      headers: ['Content-Type: text/plain'],
      media: [
        { headers: ['Content-Type: text/xml; charset=utf-8', 'Content-ID: <s>'], bytes: Buffer.from(deliver('')) },
      ],
      contentType: 'multipart/related; boundary=B; start="<s>"',
    });
    expect(data.attachments).toMatchObject([{ part: '1', text: 'a first part' }]);
  });

  it('is read without a Content-Type', async () => {
    const { data } = await readMultipartEvent({ xml: deliver(''), media: [picture], contentType: '' });
    expect(data.attachments).toMatchObject([{ contentId: 'p', size: 4 }]);
  });
});

describe('a multipart', () => {
  it.each([
    ['whose first part is not a SOAP document', '<moMessage/>', 'mime-malformed'],
    ['whose first part is not XML', 'hello', 'xml-malformed'],
    ['whose SOAP document has no request', soap(''), 'xml-missing-field'],
    ['whose request is unknown', soap('<SubmitReq/>'), 'unknown-root'],
    [
      'that is a report with media',
      soap('<DeliveryReportReq><MessageID>1</MessageID></DeliveryReportReq>'),
      'unknown-root',
    ],
    ['with a document type', `<!DOCTYPE x>${soap('<DeliverReq/>')}`, 'xml-doctype'],
    ['with 5,000 levels', deliver('<a>'.repeat(5000) + '</a>'.repeat(5000)), 'xml-too-deep'],
  ])('%s is unrecognized', async (_, xml, reason) => {
    const { detailType, data } = await readMultipartEvent({ xml, media: [picture] });
    expect(detailType).toBe('Unrecognized Callback');
    expect(data.reason).toBe(reason);
  });
});
