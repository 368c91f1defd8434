import { sampleRequest } from '../../../../packages/cli/src/commands/send/sample-request';
import { envelopeOf } from '../../../../packages/proof/src/support/envelope';
import { readEvent } from '../../../support/read-event';

const receipt = `<mtMessageResponse messageId="5d0c" submitterMessageId="order-1" fwdToMessageId="5d0d" receiptDate="2024-05-06T07:08:09.123-05:00">
  <multipart isMultipart="true" originalMessageId="5d0b" noOfParts="2" partNumber="2" />
  <type>Handset</type>
  <status isError="true"><description>Gone away</description><errorCode>107</errorCode><internalErrorCode>7</internalErrorCode></status>
</mtMessageResponse>`;

const read = (body: string) => readEvent(envelopeOf({ path: '/sms/receipt', body }));
const changed = (from: string | RegExp, to: string) => read(receipt.replace(from, to));

describe('an mtMessageResponse', () => {
  it('becomes an MT Message Response', async () => {
    const event = await read(receipt);
    expect(event.detailType).toBe('MT Message Response');
    expect(event.data).toEqual({
      messageId: '5d0c',
      submitterMessageId: 'order-1',
      fwdToMessageId: '5d0d',
      receiptDate: '2024-05-06T12:08:09.123Z',
      receiptDateText: '2024-05-06T07:08:09.123-05:00',
      type: 'Handset',
      isError: true,
      description: 'Gone away',
      errorCode: 107,
      internalErrorCode: 7,
      multipart: { isMultipart: true, originalMessageId: '5d0b', noOfParts: 2, partNumber: 2 },
    });
    expect(event.metadata).toMatchObject({
      identity: 'receipt#5d0c#2024-05-06T12:08:09.123Z/Handset/true/107/7/2',
      attempt: null,
    });
  });

  it('needs none of its optional fields', async () => {
    const { data, metadata } = await read(
      '<mtMessageResponse messageId="5d0c" receiptDate="2024-05-06T07:08:09Z"><type> Carrier\n</type><status isError="false"><description/></status></mtMessageResponse>',
    );
    expect(data).toEqual({
      messageId: '5d0c',
      submitterMessageId: null,
      fwdToMessageId: null,
      receiptDate: '2024-05-06T07:08:09.000Z',
      receiptDateText: '2024-05-06T07:08:09Z',
      type: 'Carrier',
      isError: false,
      description: '',
      errorCode: null,
      internalErrorCode: null,
      multipart: null,
    });
    expect(metadata.identity).toBe('receipt#5d0c#2024-05-06T07:08:09.000Z/Carrier/false/-/-/-');
  });

  it.each([
    ['type', 'Handset', 'Carrier'],
    ['outcome', 'isError="true"', 'isError="false"'],
    ['error code', '107', '108'],
    ['error code with a zero before it', '107', '0107'],
    ['internal error code', '>7<', '>8<'],
    ['date', '09.123', '09.124'],
    ['part', 'partNumber="2"', 'partNumber="1"'],
    ['message', '"5d0c"', '"5d0e"'],
  ])('is another callback with another %s', async (_what, from, to) => {
    expect((await changed(from, to)).metadata.id).not.toBe((await read(receipt)).metadata.id);
  });

  it.each([
    ['description', 'Gone away', 'Gone'],
    ['id of the sender', 'order-1', 'order-2'],
    ['original message', '5d0b', '5d0a'],
  ])('is the same callback with other content for another %s', async (_what, from, to) => {
    const [first, other] = [await read(receipt), await changed(from, to)];
    expect(other.metadata.id).toBe(first.metadata.id);
    expect(other.callback.contentDigest).not.toBe(first.callback.contentDigest);
  });

  it.each([
    ['date in another zone', '2024-05-06T07:08:09.123-05:00', '2024-05-06T12:08:09.123Z'],
    ['truth in a digit', 'isError="true"', 'isError="1"'],
    ['line break', '<type>', '<type>\n'],
  ])('is the same callback with its %s', async (_what, from, to) => {
    const [first, other] = [await read(receipt), await changed(from, to)];
    expect(other.metadata.id).toBe(first.metadata.id);
    expect(other.callback.contentDigest).toBe(first.callback.contentDigest);
  });

  it.each([
    [
      'description',
      '<description>A</description><x:description>B</x:description>',
      '<x:description>B</x:description><description>A</description>',
    ],
    [
      'errorCode',
      '<errorCode>1</errorCode><x:errorCode>1 </x:errorCode>',
      '<x:errorCode>1 </x:errorCode><errorCode>1</errorCode>',
    ],
  ])('has another digest where another %s comes first, under another prefix', async (name, one, other) => {
    const element = new RegExp(`<${name}>.*</${name}>`);
    const [a, b] = [await changed(element, one), await changed(element, other)];
    expect(a.metadata.id).toBe(b.metadata.id);
    expect(a.data).not.toEqual(b.data);
    expect(a.callback.contentDigest).not.toBe(b.callback.contentDigest);
  });

  it('keeps codes and numbers that are none as they were sent', async () => {
    const { data } = await read(
      receipt.replace('107', 'E-1').replace('>7<', '>07<').replace('noOfParts="2"', 'noOfParts="two"'),
    );
    expect(data).toMatchObject({
      errorCode: null,
      errorCodeText: 'E-1',
      internalErrorCode: 7,
      internalErrorCodeText: '07',
      multipart: { noOfParts: null, noOfPartsText: 'two' },
    });
  });

  it('passes on an isMultipart that cannot be read', async () => {
    const { data } = await changed('isMultipart="true"', 'isMultipart="maybe"');
    expect(data).toMatchObject({ multipart: { isMultipart: null }, extra: { 'multipart/@isMultipart': 'maybe' } });
  });

  it('takes types that are not documented', async () => {
    expect((await changed('Handset', 'Satellite')).data.type).toBe('Satellite');
  });

  it.each([
    [/ receiptDate="[^"]*"/, { receiptDate: null, receiptDateText: null }],
    ['<description>Gone away</description>', { description: null }],
  ])('has null for what is not needed to act, without %s', async (part, data) => {
    const event = await changed(part, '');
    expect(event.detailType).toBe('MT Message Response');
    expect(event.data).toMatchObject({ messageId: '5d0c', type: 'Handset', isError: true, ...data });
  });

  it('is identified by what is left if its date is missing', async () => {
    const without = await changed(/ receiptDate="[^"]*"/, '');
    expect(without.callback.identity.part).toMatch(/^-\/Handset\/true\//);
  });

  it.each([
    ['messageId', ' messageId="5d0c"'],
    ['type', '<type>Handset</type>'],
    ['status', /<status.*<\/status>/],
    ['isError', ' isError="true"'],
  ])('is unrecognized without its %s', async (_field, part) => {
    expect((await changed(part, '')).data.reason).toBe('xml-missing-field');
  });

  it('is unrecognized with an empty type', async () => {
    expect((await changed('Handset', ' ')).data.reason).toBe('xml-missing-field');
  });

  it('is unrecognized if it does not say whether it is an error', async () => {
    expect((await changed('isError="true"', 'isError="perhaps"')).data.reason).toBe('xml-invalid-field');
  });
});

describe('the samples of mtMessageResponse', () => {
  const sample = async (name: string) => {
    const { headers, body, path } = sampleRequest(name);
    const event = await readEvent(envelopeOf({ path, headers, body }));
    expect(event.detailType).toBe('MT Message Response');
    expect(event.data).not.toHaveProperty('extra');
    return event;
  };

  it('a Carrier and a Handset receipt of one message are two callbacks', async () => {
    const [carrier, handset] = [
      await sample('mt-message-response-carrier.xml'),
      await sample('mt-message-response-handset.xml'),
    ];
    expect(carrier.data.messageId).toBe(handset.data.messageId);
    expect(carrier.metadata.id).not.toBe(handset.metadata.id);
  });

  it('a part has failed', async () => {
    const { data } = await sample('mt-message-response-failed-part.xml');
    expect(data).toMatchObject({ type: 'System', isError: true, internalErrorCode: 13, multipart: { partNumber: 2 } });
  });
});
