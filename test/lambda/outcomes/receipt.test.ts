import Ajv from 'ajv';
import fc from 'fast-check';
import { type MessageReceipt, readReceipt } from '../../../lambda/outcomes/receipt';
import { errorText, kindOf } from '../../../lambda/outcomes/receipt-error';
import { MessageSubmitted } from '../../../lambda/reader/outcome/message-submitted-schema';
import { type EnvelopeParts, envelopeOf } from '../../../packages/proof/src/support/envelope';
import { expectedHash, generatorKey } from '../../../packages/proof/src/vibes/expected-identity';
import { soap } from '../../support/mm7';
import { readEvent } from '../../support/read-event';

/** What is made of a request once the consumer has published it. */
async function receiptOf(request: EnvelopeParts): Promise<MessageReceipt & { readonly id: unknown }> {
  const { detailType, metadata, data } = await readEvent(envelopeOf(request));
  const read = readReceipt(
    { source: 'vibes.callbacks', 'detail-type': detailType, detail: { metadata, data } },
    generatorKey,
  );
  if (read === null) throw new Error('it is about no message');
  return { ...read, id: metadata.id };
}

interface SmsReceipt {
  readonly attributes?: string;
  readonly multipart?: string;
  readonly type?: string;
  readonly status?: string;
}

const error = (internalCode: number, description = 'Gone') =>
  `<status isError="true"><description>${description}</description><errorCode>107</errorCode><internalErrorCode>${internalCode}</internalErrorCode></status>`;

function smsReceipt({ attributes = '', multipart = '', type = 'Handset', status }: SmsReceipt) {
  const success = '<status isError="false"><description>OK</description></status>';
  const body = `<mtMessageResponse messageId="m1" receiptDate="2024-05-06T07:08:09.123-05:00" ${attributes}>${multipart}<type>${type}</type>${status ?? success}</mtMessageResponse>`;
  return receiptOf({ path: '/sms/receipt', body });
}

describe('an MT Message Response', () => {
  it('is a receipt of its message', async () => {
    const { key, receipt, aliases, id } = await smsReceipt({ attributes: 'submitterMessageId="order-1"' });
    expect(aliases).toEqual(['order-1']);
    expect(key).toEqual({ channel: 'sms', messageId: 'm1' });
    expect(receipt).toEqual({
      eventId: id,
      source: 'Handset',
      state: 'delivered',
      at: '2024-05-06T12:08:09.123Z',
      part: null,
      parts: null,
      error: null,
      forwardedTo: null,
      submitterMessageId: 'order-1',
      due: null,
    });
  });

  it('with an error says which, and how bad', async () => {
    const { receipt } = await smsReceipt({ type: 'Carrier', status: error(9, 'Number +1 (312) 555-0110 is blocked') });
    expect(receipt).toMatchObject({
      source: 'Carrier',
      state: 'failed',
      error: { code: 107, internalCode: 9, text: 'Number … is blocked', kind: 'blocked' },
    });
  });

  it('of a part belongs to the message that was split', async () => {
    const multipart = '<multipart isMultipart="true" originalMessageId="m0" noOfParts="3" partNumber="2"/>';
    expect(await smsReceipt({ multipart, attributes: 'submitterMessageId="order-1"' })).toMatchObject({
      key: { channel: 'sms', messageId: 'm0' },
      aliases: ['m1', 'order-1'],
      receipt: { part: '2', parts: 3, state: 'delivered' },
    });
  });

  it('without the part’s number is about the whole', async () => {
    const multipart = '<multipart isMultipart="true" originalMessageId="m1" noOfParts="3"/>';
    expect((await smsReceipt({ multipart })).receipt).toMatchObject({ part: null, parts: 3 });
  });

  it.each([
    '<multipart isMultipart="false" originalMessageId="m0" noOfParts="1" partNumber="1"/>',
    '<multipart isMultipart="true" noOfParts="2" partNumber="1"/>',
  ])('with %s is about no part', async (multipart) => {
    expect(await smsReceipt({ multipart })).toMatchObject({
      key: { messageId: 'm1' },
      receipt: { part: null, parts: null },
    });
  });

  it.each(['Handset', 'New'])('of type %s with fwdToMessageId is a forward, whatever else it says', async (type) => {
    const { receipt } = await smsReceipt({ attributes: 'fwdToMessageId="m2"', type, status: error(1) });
    expect(receipt).toMatchObject({ state: 'forwarded', forwardedTo: 'm2', error: null });
  });

  it.each(['', 'm1'])('forwarded to "%s" is not forwarded', async (to) => {
    const { receipt } = await smsReceipt({ attributes: `fwdToMessageId="${to}"` });
    expect(receipt).toMatchObject({ state: 'delivered', forwardedTo: null });
  });

  it.each(['handset', 'toString', 'Carrier+13125550110'])(
    'of the type %s is evidence only, and quotes none of it',
    async (type) => {
      const { receipt } = await smsReceipt({ type, status: error(9) });
      expect(receipt).toMatchObject({ source: 'unknown', state: null, error: null });
    },
  );

  it('without a readable date is of when it was received', async () => {
    const body =
      '<mtMessageResponse messageId="m1" receiptDate="6 May"><type>System</type><status isError="false"><description/></status></mtMessageResponse>';
    expect((await receiptOf({ path: '/sms/receipt', body })).receipt.at).toBe('2024-05-06T12:08:09.123Z');
  });

  it('has a date in milliseconds, however exact it was sent', async () => {
    const body =
      '<mtMessageResponse messageId="m1" receiptDate="2024-05-06T07:08:09.123456789Z"><type>System</type><status isError="false"><description/></status></mtMessageResponse>';
    expect((await receiptOf({ path: '/sms/receipt', body })).receipt.at).toBe('2024-05-06T07:08:09.123Z');
  });

  it('keeps no submitter’s id that no sender may choose', async () => {
    const { receipt } = await smsReceipt({ attributes: `submitterMessageId="${'x'.repeat(129)}"` });
    expect(receipt.submitterMessageId).toBeNull();
  });

  it('keeps no number that is long enough for a phone number', async () => {
    const multipart = '<multipart originalMessageId="m0" noOfParts="13125550110" partNumber="13125550110"/>';
    const status = error(13125550110).replace('107', '13125550110');
    expect((await smsReceipt({ multipart, status })).receipt).toMatchObject({
      ...{ state: 'failed', part: null, parts: null },
      error: { code: null, internalCode: null, text: 'Gone', kind: 'unknown' },
    });
  });

  it('refers to an id that is none by its hash, as the ledger does', async () => {
    const body =
      '<mtMessageResponse messageId="call 13125550110" receiptDate="2024-05-06T07:08:09Z"><type>System</type><status isError="false"><description/></status></mtMessageResponse>';
    const { key } = await receiptOf({ path: '/sms/receipt', body });
    expect(key.messageId).toBe(`keyed:${expectedHash('call 13125550110')}`);
  });
});

describe('an MMS Delivery Report', () => {
  const report = (status: string, number = '+13125550133', statusText = '') =>
    receiptOf({
      path: '/mms/receipt',
      headers: { 'content-type': 'text/xml' },
      body: soap(
        `<DeliveryReportReq><MM7Version>5.5.0</MM7Version><MessageID>m1</MessageID><Recipient><Number>${number}</Number></Recipient><Date>2024-05-06T07:11:00.5-05:00</Date><MMStatus>${status}</MMStatus>${statusText}</DeliveryReportReq>`,
      ),
    });

  it.each([
    ['Forwarded', 'sent', null],
    ['Retrieved', 'delivered', null],
    ['Rejected', 'rejected', 'unknown'],
    ['Expired', 'expired', 'expired'],
    ['Indeterminate', 'undetermined', null],
    ['Unheard', null, null],
  ])('with %s claims %s', async (status, state, kind) => {
    const { key, receipt } = await report(status);
    expect(key).toEqual({ channel: 'mms', messageId: 'm1' });
    expect(receipt).toMatchObject({ source: 'MMSC', state, at: '2024-05-06T12:11:00.500Z', parts: null });
    expect(receipt.error).toEqual(kind && { code: null, internalCode: null, text: null, kind });
  });

  it('has the code of its text', async () => {
    const { receipt } = await report(
      'Rejected',
      undefined,
      '<StatusText>Error 107 - Blocked 13125550133 [ref: 12]</StatusText>',
    );
    expect(receipt.error).toMatchObject({ code: 107, text: 'Error 107 - Blocked … [ref: 12]' });
  });

  it('tells its recipients apart, and names none', async () => {
    const [one, same, other] = await Promise.all([
      report('Retrieved'),
      report('Forwarded'),
      report('Retrieved', '+13125550134'),
    ]);
    expect(one.receipt.part).toMatch(/^[0-9a-f]{16}$/);
    expect(same.receipt.part).toBe(one.receipt.part);
    expect(other.receipt.part).not.toBe(one.receipt.part);
    const withAnotherKey = readReceipt(
      {
        source: 'vibes.callbacks',
        'detail-type': 'MMS Delivery Report',
        detail: {
          metadata: { id: 'e1', receivedAt: '2024-05-06T12:08:09.123Z' },
          data: {
            messageId: 'm1',
            recipient: { type: 'Number', address: '+13125550133' },
            status: 'Retrieved',
            date: null,
            statusText: null,
          },
        },
      },
      'another key',
    );
    expect(withAnotherKey?.receipt.part).not.toBe(one.receipt.part);
  });
});

describe('an RBM Event', () => {
  const rbm = (fields: Readonly<Record<string, unknown>>, eventClass = 'ServerEvent') =>
    receiptOf({
      path: '/rbm',
      headers: { 'x-vibes-eventclass': eventClass },
      body: JSON.stringify({ messageId: 'm1', eventId: 'e1', phoneNumber: '+13125550120', ...fields }),
    });

  it.each([
    ['SENT', 'RBM', 'sent', null],
    ['FAILED', 'RBM', 'failed', 'unknown'],
    ['TTL_EXPIRATION_REVOKED', 'RBM', 'expired', 'expired'],
    ['TTL_EXPIRATION_REVOKE_FAILED', 'RBM', null, null],
    ['EVENT_TYPE_UNSPECIFIED', 'RBM', null, null],
    ['DELIVERED', 'user', 'delivered', null],
    ['READ', 'user', 'read', null],
  ])('%s of %s claims %s', async (eventType, source, state, kind) => {
    const { key, receipt } = await rbm({ eventType, sendTime: '2024-05-06T12:08:12.5Z' });
    expect(key).toEqual({ channel: 'rbm', messageId: 'm1' });
    expect(receipt).toMatchObject({ source, state, at: '2024-05-06T12:08:12.500Z', part: null });
    expect(receipt.error).toEqual(kind && { code: null, internalCode: null, text: null, kind });
  });

  it('without a time is of when it was received', async () => {
    expect((await rbm({ eventType: 'SENT' })).receipt.at).toBe('2024-05-06T12:08:09.123Z');
  });

  it('that a person wrote, or about no message, is none of yours', async () => {
    await expect(rbm({ text: 'Hi' }, 'UserMessage')).rejects.toThrow('about no message');
    await expect(rbm({ messageId: undefined, eventType: 'SUBSCRIBE' }, 'UserEvent')).rejects.toThrow(
      'about no message',
    );
  });
});

describe('Message Submitted', () => {
  const event = {
    version: '0',
    id: 'e-1',
    source: 'orders',
    'detail-type': 'Message Submitted',
    time: '2024-05-06T12:00:00Z',
    detail: { messageId: 'm1', channel: 'sms' },
  };
  const changed = (detail: unknown) => readReceipt({ ...event, detail }, generatorKey);

  it('is a receipt of the sender, due in an hour', () => {
    expect(readReceipt(event, generatorKey)).toEqual({
      key: { channel: 'sms', messageId: 'm1' },
      aliases: [],
      receipt: {
        eventId: 'e-1',
        source: 'sender',
        state: 'submitted',
        at: '2024-05-06T12:00:00.000Z',
        part: null,
        parts: null,
        error: null,
        forwardedTo: null,
        submitterMessageId: null,
        due: { at: '2024-05-06T13:00:00.000Z', receiptOption: 'ALL' },
      },
    });
  });

  it('may say when to expect what', () => {
    const detail = {
      ...event.detail,
      channel: 'rbm',
      submitterMessageId: 'order-1',
      receiptOption: 'ERROR',
      expectWithinMinutes: 10_080,
    };
    expect(changed(detail)).toMatchObject({
      key: { channel: 'rbm' },
      receipt: { submitterMessageId: 'order-1', due: { at: '2024-05-13T12:00:00.000Z', receiptOption: 'ERROR' } },
    });
  });

  it.each([
    [{ channel: 'sms' }, 'Its detail.messageId is not a text, or empty.'],
    [{ messageId: '', channel: 'sms' }, 'Its detail.messageId is not a text, or empty.'],
    [{ messageId: 'm1', channel: 'SMS' }, 'Its detail.channel is not one of sms, mms, rbm.'],
    [{ ...event.detail, submitterMessageId: 1 }, 'Its detail.submitterMessageId is neither a text nor null.'],
    [{ ...event.detail, receiptOption: 'NONE' }, 'Its detail.receiptOption is not one of ALL, ERROR.'],
    [{ ...event.detail, expectWithinMinutes: 0 }, 'Its detail.expectWithinMinutes is not an integer from 1 to 10080.'],
    [
      { ...event.detail, expectWithinMinutes: 10_081 },
      'Its detail.expectWithinMinutes is not an integer from 1 to 10080.',
    ],
    [
      { ...event.detail, expectWithinMinutes: '5' },
      'Its detail.expectWithinMinutes is not an integer from 1 to 10080.',
    ],
    ['text', 'Its detail is not an object.'],
  ])('with %j is refused, with the reason', (detail, problem) => {
    expect(() => changed(detail)).toThrow(expect.objectContaining({ name: 'MalformedEvent', message: problem }));
  });
});

describe('the schema of Message Submitted', () => {
  const validate = new Ajv().compile(JSON.parse(JSON.stringify(MessageSubmitted)));
  const values = fc.constantFrom<unknown>(
    undefined,
    null,
    '',
    'm1',
    'sms',
    'rbm',
    'ALL',
    'ERROR',
    0,
    1,
    1.5,
    10_080,
    10_081,
    {},
  );
  const details = fc.record({
    messageId: fc.oneof(fc.constant('m1'), values),
    channel: fc.oneof(fc.constantFrom('sms', 'mms', 'rbm'), values),
    submitterMessageId: values,
    receiptOption: fc.oneof(fc.constantFrom('ALL', 'ERROR'), values),
    expectWithinMinutes: values,
    more: fc.constant(1),
  });

  it('takes and refuses the same', () => {
    const isRead = (detail: unknown) => {
      try {
        readReceipt(
          { id: 'e', time: '2024-05-06T12:00:00Z', 'detail-type': 'Message Submitted', detail },
          generatorKey,
        );
        return true;
      } catch {
        return false;
      }
    };
    fc.assert(
      fc.property(details, (detail) => {
        const sent: unknown = JSON.parse(JSON.stringify(detail));
        expect(isRead(sent)).toBe(validate(sent));
      }),
      { numRuns: 1_000 },
    );
    expect(isRead({ messageId: 'm1', channel: 'sms', receiptOption: null })).toBe(true);
  });
});

describe('anything else', () => {
  it.each([
    null,
    {},
    { source: 'vibes.callbacks', 'detail-type': 'MO Message', detail: { metadata: { id: 'e' }, data: {} } },
    { source: 'vibes.callbacks', 'detail-type': 'RBM Event' },
    { source: 'vibes.callbacks', 'detail-type': 'RBM Event', detail: { metadata: {}, data: {} } },
  ])('as %j is refused', (event) => {
    expect(() => readReceipt(event, generatorKey)).toThrow(expect.objectContaining({ name: 'MalformedEvent' }));
  });
});

describe('the kind of an error', () => {
  it.each([
    [1, 'route'],
    [2, 'vibes'],
    [7, 'blocked'],
    [8, 'route'],
    [9, 'blocked'],
    [10, 'content'],
    [11, 'vibes'],
    [12, 'capped'],
    [13, 'content'],
    [14, 'content'],
    [15, 'opted-out'],
    [16, 'vibes'],
    [26, 'number'],
    [3, 'unknown'],
    [999, 'unknown'],
    [null, 'unknown'],
  ])('of Vibes’ code %j is %s', (code, kind) => {
    expect(kindOf(code)).toBe(kind);
  });
});

describe('the text of an error', () => {
  it.each([
    ['Sent to 13125550110.', 'Sent to ….'],
    ['+1 312 555-0110', '…'],
    ['+1 (312) 555.0110, twice', '…, twice'],
    ['٠١٢٣٤٥٦٧ and 312–555–0110', '… and …'],
    ['5550110', '…'],
    ['Code 555011 of 2024', 'Code 555011 of 2024'],
  ])('%s reads %s', (text, masked) => {
    expect(errorText(text)).toBe(masked);
  });

  it.each([null, '', '  '])('%j is none', (text) => {
    expect(errorText(text)).toBeNull();
  });

  it('is cut where it is too long', () => {
    expect(errorText('é'.repeat(161))).toBe(`${'é'.repeat(159)}…`);
    expect(errorText('é'.repeat(160))).toBe('é'.repeat(160));
  });
});
