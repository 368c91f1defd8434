import { holdsOnlyElements, mm7Extra, openMm7, readAddressIn, textOf } from '../../../../lambda/reader/mms/mm7-request';
import { parseXml } from '../../../../lambda/reader/xml/xml';
import { soap } from '../../../support/mm7';

const open = (request: string, header?: string) => openMm7(parseXml(soap(request, header)));

describe('an MM7 request', () => {
  it('is the first element of the SOAP body, with the transaction of the header', () => {
    const request = open('<m:DeliverReq xmlns:m="urn:x"><m:LinkedID> l-1 </m:LinkedID></m:DeliverReq><other/>');
    expect([request.element.name, request.transactionId]).toEqual(['DeliverReq', 't-1']);
    expect(textOf(request.fields, 'LinkedID')).toBe('l-1');
    expect(textOf(request.fields, 'Subject')).toBeNull();
  });

  it.each([
    ['no header', ''],
    ['an empty transaction', '<TransactionID> \n</TransactionID>'],
  ])('has no transaction with %s', (_what, header) => {
    expect(open('<DeliverReq/>', header).transactionId).toBeNull();
  });

  it('keeps a no-break space in its transaction: it is not white space of XML', () => {
    expect(open('<DeliverReq/>', '<TransactionID> \u00a0t </TransactionID>').transactionId).toBe('\u00a0t');
  });

  it('is missing where the body is empty, or no body is there', () => {
    expect(() => open('')).toThrow('xml-missing-field');
    expect(() => openMm7(parseXml('<Envelope><Header/></Envelope>'))).toThrow('xml-missing-field');
  });

  it('passes on what neither it nor its envelope has a field for', () => {
    const request = open(
      '<DeliverReq><ApplicID>a</ApplicID></DeliverReq>',
      '<TransactionID>t</TransactionID><Trace n="1"/>',
    );
    expect(mm7Extra(request)).toEqual({
      extra: {
        ApplicID: [{ name: 'ApplicID', attributes: {}, content: ['a'] }],
        'Envelope/Header/Trace': [{ name: 'Trace', attributes: { n: '1' }, content: [] }],
      },
    });
    expect(mm7Extra(open('<DeliverReq/>'))).toEqual({});
  });
});

describe('an address', () => {
  const senderOf = (sender: string) => {
    const request = open(`<DeliverReq>${sender}</DeliverReq>`);
    return { address: readAddressIn(request, 'Sender'), ...mm7Extra(request) };
  };

  it('is of the type that its element names', () => {
    expect(senderOf('<Sender>\n <Number> +15555550100 </Number>\n</Sender>')).toEqual({
      address: { address: '+15555550100', type: 'Number' },
    });
  });

  it('is null if it is missing', () => {
    expect(senderOf('').address).toBeNull();
    expect(senderOf('<Sender>text</Sender>')).toEqual({
      address: null,
      extra: { Sender: [{ name: 'Sender', attributes: {}, content: ['text'] }] },
    });
  });

  it('is the first of several, and all of them stay in extra', () => {
    const { address, extra } = senderOf('<Sender><Number>1</Number><ShortCode>2</ShortCode></Sender>');
    expect(address).toEqual({ address: '1', type: 'Number' });
    expect(extra).toHaveProperty('Sender');
  });
});

it('a frame is an element that holds elements and nothing else', () => {
  const frame = (text: string) => holdsOnlyElements(parseXml(text));
  expect([frame('<a>\n<b/></a>'), frame('<a xmlns="urn:x"><b/></a>')]).toEqual([true, true]);
  expect([frame('<a/>'), frame('<a>x<b/></a>'), frame('<a n="1"><b/></a>'), frame('<a>\u3000<b/></a>')]).toEqual([
    ...[false, false, false, false],
  ]);
});
