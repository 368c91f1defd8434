import { sampleRequest } from '../../../../packages/cli/src/commands/send/sample-request';
import { readMultipartEvent, readSoapEvent, soap } from '../../../support/mm7';

const fields = {
  MessageID: 'm-1',
  Recipient: '<Number>+13125550133</Number>',
  Sender: '<ShortCode>00000</ShortCode>',
  Date: '2024-05-06T07:09:00-05:00',
  MMStatus: 'Retrieved',
};

function report(changes: Readonly<Record<string, string | null>> = {}): string {
  const elements = Object.entries({ ...fields, ...changes }).map(([name, content]) =>
    content === null ? '' : `<${name}>${content}</${name}>`,
  );
  return soap(`<DeliveryReportReq>${elements.join('')}</DeliveryReportReq>`);
}

describe('a DeliveryReportReq', () => {
  it('is an MMS Delivery Report', async () => {
    const { data, detailType } = await readSoapEvent(sampleRequest('mms-delivery-report-rejected.xml').body);
    expect(detailType).toBe('MMS Delivery Report');
    expect(data).toEqual({
      transactionId: 'sample-report-rejected',
      messageId: 'sample-message-0001',
      recipient: { address: '+13125550133', type: 'Number' },
      sender: { address: '00000', type: 'ShortCode' },
      status: 'Rejected',
      statusText: 'Error 107 - Number blocked [ref: 12]',
      date: '2024-05-06T12:11:00.500Z',
      dateText: '2024-05-06T07:11:00.5-05:00',
      mm7Version: '5.5.0',
    });
  });

  it.each(['Retrieved', 'Rejected', 'Indeterminate', 'Expired', 'Forwarded', 'SomethingNew'])(
    'passes on the status %s',
    async (status) => {
      expect((await readSoapEvent(report({ MMStatus: status }))).data.status).toBe(status);
    },
  );

  it.each([
    ['status', { MMStatus: 'Forwarded' }],
    ['date', { Date: '2024-05-06T07:09:01-05:00' }],
    ['recipient', { Recipient: '<Number>+13125550134</Number>' }],
    ['kind of recipient', { Recipient: '<ShortCode>+13125550133</ShortCode>' }],
    ['message', { MessageID: 'm-2' }],
  ])('with another %s is another one', async (_, changes) => {
    const [a, b] = await Promise.all([readSoapEvent(report()), readSoapEvent(report(changes))]);
    expect(a.metadata.id).not.toBe(b.metadata.id);
  });

  it('is the same by the same instant in another zone', async () => {
    const [a, b] = await Promise.all([
      readSoapEvent(report()),
      readSoapEvent(report({ Date: '2024-05-06T12:09:00Z' })),
    ]);
    expect(a.metadata.id).toBe(b.metadata.id);
    expect(a.callback.contentDigest).toBe(b.callback.contentDigest);
  });

  it('has another digest with another status text', async () => {
    const [a, b] = await Promise.all([readSoapEvent(report()), readSoapEvent(report({ StatusText: 'x' }))]);
    expect(a.metadata.id).toBe(b.metadata.id);
    expect(a.callback.contentDigest).not.toBe(b.callback.contentDigest);
  });

  it('has no phone number in its identity', async () => {
    const { metadata } = await readSoapEvent(report());
    expect(metadata.identity).toMatch(/^mms-receipt#m-1#2024-05-06T12:09:00\.000Z\/Retrieved\/[0-9a-f]{32}$/);
  });

  it.each(['Recipient', 'Sender', 'Date'])('is read without its %s', async (name) => {
    expect((await readSoapEvent(report({ [name]: null }))).detailType).toBe('MMS Delivery Report');
  });

  it.each(['MessageID', 'MMStatus'])('without its %s is unrecognized', async (name) => {
    expect((await readSoapEvent(report({ [name]: null }))).data.reason).toBe('xml-missing-field');
    expect((await readSoapEvent(report({ [name]: ' ' }))).data.reason).toBe('xml-missing-field');
  });

  it('may come as a multipart of one part', async () => {
    expect((await readMultipartEvent({ xml: report() })).detailType).toBe('MMS Delivery Report');
  });

  it.each(['text/xml', 'text/xml; charset=utf-16', '', 'application/json'])(
    'is read as UTF-8 with the Content-Type %j, though it declares UTF-16',
    async (contentType) => {
      const { data } = await readSoapEvent(report({ StatusText: 'é😀' }), contentType);
      expect(data.statusText).toBe('é😀');
    },
  );

  it('that is UTF-16 indeed is read', async () => {
    const bytes = Buffer.from(`\ufeff${report({ StatusText: 'é😀' })}`, 'utf16le');
    expect((await readSoapEvent(bytes)).data.statusText).toBe('é😀');
  });
});
