import type { CallbackForm } from '../../src/vibes/callback';
import { dateOf, moDate, receiptDate } from '../../src/vibes/date-text';
import { ExactNumber, plainJson } from '../../src/vibes/json';
import { mm7Dialects } from '../../src/vibes/mm7';
import { mmsDeliveryReport } from '../../src/vibes/mms-delivery-report';
import { mmsMessage } from '../../src/vibes/mms-message';
import { deliver, moMessage } from '../../src/vibes/mo-message';
import { mtMessageResponse } from '../../src/vibes/mt-message-response';
import { plainLayout } from '../../src/vibes/multipart';
import { platformEvent } from '../../src/vibes/platform-event';
import { rbmEvent } from '../../src/vibes/rbm-event';
import { plainXml } from '../../src/vibes/xml';

const xml = { 'content-type': 'text/xml; charset=UTF-8' };
const soap = { 'content-type': 'text/xml; charset=utf-8' };
const instant = Date.UTC(2024, 4, 6, 12, 8, 9, 123);
const [phone, shortCode] = ['+15555550100', '00000'];
const parties = {
  source: { address: phone, carrier: '104', type: 'MDN' },
  destination: { address: shortCode, type: 'SC' },
};

function written<Content, Style>(form: CallbackForm<Content, Style>, content: Content, style: Style) {
  const { headers, body } = form.write(content, style);
  return { headers, text: Buffer.from(body).toString('utf8') };
}

describe('a document in the plain style', () => {
  it('is a moMessage as wire contract §2.1 shows it', () => {
    const message = {
      messageId: 'm-1',
      date: dateOf(instant, moDate),
      attemptNumber: 2,
      ...parties,
      text: 'a < b & "c"',
    };
    expect(written(moMessage, message, plainXml)).toEqual({
      headers: xml,
      text: `<?xml version="1.0" encoding="UTF-8"?>
<moMessage messageId="m-1" receiptDate="2024-05-06 07:08:09-0500" attemptNumber="2">
<source address="+15555550100" carrier="104" type="MDN"/>
<destination address="00000" type="SC"/>
<message>a &#60; b &#38; "c"</message>
</moMessage>
`,
    });
  });

  it('is a deliver as wire contract §2.2 describes it', () => {
    expect(written(deliver, { messageId: '7', ...parties, text: 'a\n"b"' }, plainXml)).toEqual({
      headers: xml,
      text: `<?xml version="1.0" encoding="UTF-8"?>
<deliver version="1.0">
<transaction id="7"/>
<source address="+15555550100" carrier="104" type="MDN"/>
<destination address="00000" type="SC"/>
<message text="a&#10;&#34;b&#34;"/>
</deliver>
`,
    });
  });

  it('is a mtMessageResponse as wire contract §2.3 shows it', () => {
    const receipt = {
      messageId: 'm-2',
      submitterMessageId: 'order-1',
      date: dateOf(instant, receiptDate),
      multipart: { isMultipart: true, originalMessageId: 'm-1', noOfParts: 2, partNumber: 2 },
      type: 'Handset',
      isError: true,
      description: 'Not delivered',
      errorCode: '107',
      internalErrorCode: '7',
    };
    expect(written(mtMessageResponse, receipt, plainXml)).toEqual({
      headers: xml,
      text: `<?xml version="1.0" encoding="UTF-8"?>
<mtMessageResponse messageId="m-2" submitterMessageId="order-1" receiptDate="2024-05-06T07:08:09.123-05:00">
<multipart isMultipart="true" originalMessageId="m-1" noOfParts="2" partNumber="2"/>
<type>Handset</type>
<status isError="true">
<description>Not delivered</description>
<errorCode>107</errorCode>
<internalErrorCode>7</internalErrorCode>
</status>
</mtMessageResponse>
`,
    });
  });

  it('is a DeliverReq with its media as wire contract §3.1 describes it', () => {
    const message = {
      transactionId: 't-1',
      linkedId: 'l-1',
      sender: { type: 'Number', address: phone },
      recipients: [{ kind: 'To', addresses: [{ type: 'ShortCode', address: shortCode }] }],
      date: dateOf(instant, receiptDate),
      priority: null,
      subject: 'Hi',
      media: [
        {
          contentType: 'image/jpeg',
          contentId: 'a.jpg',
          bareId: false,
          filename: 'a.jpg',
          encoding: 'base64',
          bytes: Buffer.from('picture'),
        },
      ],
    } as const;
    const style = { dialect: mm7Dialects.message, layout: plainLayout('B') };
    const schema = 'http://www.3gpp.org/ftp/Specs/archive/23_series/23.140/schema/REL-6-MM7-1-4';
    const { headers, text } = written(mmsMessage, message, style);
    expect(headers['content-type']).toBe('multipart/related; type="text/xml"; boundary="B"');
    expect(text.replaceAll('\r', '')).toBe(`--B
Content-Type: text/xml; charset=utf-8
Content-ID: <rootpart>

<?xml version="1.0" encoding="utf-16"?>
<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/">
<env:Header>
<TransactionID env:mustUnderstand="1" xmlns="${schema}">t-1</TransactionID>
</env:Header>
<env:Body>
<DeliverReq xmlns="${schema}">
<MM7Version>6.8.0</MM7Version>
<LinkedID>l-1</LinkedID>
<Sender>
<Number>+15555550100</Number>
</Sender>
<Recipients>
<To>
<ShortCode>00000</ShortCode>
</To>
</Recipients>
<TimeStamp>2024-05-06T07:08:09.123-05:00</TimeStamp>
<Subject>Hi</Subject>
<Content href="cid:content"/>
</DeliverReq>
</env:Body>
</env:Envelope>

--B
content-type: image/jpeg
Content-Id: <a.jpg>
Content-Disposition: attachment; filename="a.jpg"
Content-Transfer-Encoding: base64

cGljdHVyZQ==
--B--
`);
  });

  it('is a DeliveryReportReq in the other dialect (wire contract §3.2)', () => {
    const report = {
      transactionId: null,
      messageId: 'm-1',
      recipient: { type: 'Number', address: phone },
      sender: null,
      date: { text: '2024-05-06T12:08:09Z', iso: null },
      status: 'Rejected',
      statusText: 'Error 107',
    };
    const schema = 'http://www.3gpp.org/ftp/Specs/archive/23_series/23.140/schema/REL-5-MM7-1-5';
    expect(written(mmsDeliveryReport, report, mm7Dialects.report)).toEqual({
      headers: soap,
      text: `<?xml version="1.0" encoding="utf-16"?>
<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/">
<soapenv:Header/>
<soapenv:Body>
<mm7:DeliveryReportReq xmlns:mm7="${schema}">
<mm7:MM7Version>5.5.0</mm7:MM7Version>
<mm7:MessageID>m-1</mm7:MessageID>
<mm7:Recipient>
<mm7:Number>+15555550100</mm7:Number>
</mm7:Recipient>
<mm7:Date>2024-05-06T12:08:09Z</mm7:Date>
<mm7:MMStatus>Rejected</mm7:MMStatus>
<mm7:StatusText>Error 107</mm7:StatusText>
</mm7:DeliveryReportReq>
</soapenv:Body>
</soapenv:Envelope>
`,
    });
  });

  it('is a Platform event, with a number past 2^53 as it is (wire contract §4)', () => {
    const event = {
      eventId: 'A1',
      type: 'person_added',
      typeNames: ['callback_type', 'event_type'],
      eventDate: '2024-05-06T07:08:09Z',
      members: { loyalty: new ExactNumber('9007199254740993') },
      deliveryAttempt: '1',
    } as const;
    expect(written(platformEvent, event, { json: plainJson, contentType: 'text/json' })).toEqual({
      headers: { 'content-type': 'text/json' },
      text: '{"event_id":"A1","callback_type":"person_added","event_type":"person_added","event_date":"2024-05-06T07:08:09Z","loyalty":9007199254740993,"delivery_attempt":"1"}',
    });
  });

  it('is an RBM event, with its class in a header (wire contract §5)', () => {
    const event = { eventClass: 'UserMessage', phoneNumber: phone, agentId: 'a', messageId: 'm', eventId: null };
    expect(written(rbmEvent, { ...event, members: { text: 'HELLO' } }, plainJson)).toEqual({
      headers: { 'content-type': 'application/json', 'x-vibes-eventclass': 'UserMessage' },
      text: '{"phoneNumber":"+15555550100","agentId":"a","messageId":"m","text":"HELLO"}',
    });
  });
});

describe('a document in another style', () => {
  const message = { messageId: '<é>', date: null, attemptNumber: null, ...parties, text: ']]>\r€' };

  it('says the same with a prefix, reversed, in other quotes and in a charset that lacks a character', () => {
    const charset = { encoding: 'latin1', mark: false, declared: null, header: 'ISO-8859-1' } as const;
    const style = { ...plainXml, charset, quote: "'", space: '', prefix: 'v:', reversed: true, hex: true } as const;
    const { headers, body } = moMessage.write({ ...message, source: parties.destination }, style);
    expect(headers).toEqual({ 'content-type': 'text/xml; charset=ISO-8859-1' });
    expect(Buffer.from(body).toString('latin1')).toBe(
      "<v:moMessage xmlns:v='urn:v' messageId='&#x3c;é>'><v:message>]]&#x3e;&#xd;&#x20ac;</v:message>" +
        "<v:destination type='SC' address='00000'/><v:source type='SC' address='00000'/></v:moMessage>",
    );
  });

  it('keeps the name of an element that is not of the contract as it is, and a text in CDATA', () => {
    const extra = {
      attributes: [],
      elements: [{ name: 'zone', attributes: [], content: 'a&b', literal: true }],
    } as const;
    const style = { ...plainXml, prefix: 'v:', cdata: true };
    const { text } = written(moMessage, { ...message, extra }, style);
    expect(text).toContain('<zone><![CDATA[a&b]]></zone>\n</v:moMessage>');
  });

  it('is in UTF-16 of both orders', () => {
    const bytesOf = (encoding: 'utf-16le' | 'utf-16be') => {
      const charset = { encoding, mark: true, declared: null, header: null };
      const { headers, body } = moMessage.write(message, { ...plainXml, charset });
      expect(headers).toEqual({});
      return Buffer.from(body);
    };
    expect(bytesOf('utf-16le').subarray(0, 2).toString('hex')).toBe('fffe');
    expect(bytesOf('utf-16be').swap16()).toEqual(bytesOf('utf-16le'));
  });
});
