import { readMultipartEvent, readSoapEvent, soap } from '../../../support/mm7';

const deliver = soap('<DeliverReq><Subject>é</Subject></DeliverReq>');
const report = soap('<DeliveryReportReq><MessageID>m</MessageID><MMStatus>Retrieved</MMStatus></DeliveryReportReq>');
const picture = { headers: ['Content-Type: image/png', 'Content-ID: <a>'], bytes: Buffer.from('x') };

describe('MM7', () => {
  it('is read by the element in the SOAP body, alone or with media', async () => {
    expect((await readSoapEvent(deliver)).detailType).toBe('MMS Message');
    expect((await readSoapEvent(report)).detailType).toBe('MMS Delivery Report');
    expect((await readMultipartEvent({ xml: deliver, media: [picture] })).detailType).toBe('MMS Message');
  });

  it.each([
    ['a request that is not documented', soap('<SubmitReq/>')],
    ['a name that every object has', soap('<toString/>')],
  ])('does not know %s', async (_what, xml) => {
    expect((await readSoapEvent(xml)).data.reason).toBe('unknown-root');
  });

  it('does not know a report with media', async () => {
    expect((await readMultipartEvent({ xml: report, media: [picture] })).data.reason).toBe('unknown-root');
    expect((await readMultipartEvent({ xml: report })).detailType).toBe('MMS Delivery Report');
  });

  it('goes by the charset of the MIME header, whatever the declaration says', async () => {
    const headers = ['Content-Type: text/xml; charset=utf-8'];
    expect((await readMultipartEvent({ xml: deliver, headers })).data.subject).toBe('é');
  });

  it('takes the part that `start` names for the SOAP document, else the first', async () => {
    const media = [{ headers: ['Content-Type: text/xml', 'Content-ID: <soap>'], bytes: Buffer.from(deliver) }];
    const first = { xml: '<smil/>', headers: ['Content-Type: application/smil', 'Content-ID: <smil>'], media };
    const named = 'multipart/related; boundary="B"; start="<soap>"';
    const { data } = await readMultipartEvent({ ...first, contentType: named });
    expect(data.attachments).toEqual([expect.objectContaining({ contentId: 'smil', part: '1' })]);
    expect((await readMultipartEvent(first)).data.reason).toBe('mime-malformed');
  });

  it('is not read where no part is a SOAP document', async () => {
    expect((await readMultipartEvent({ xml: '<moMessage/>' })).data.reason).toBe('mime-malformed');
  });
});
