import { ledgerKey } from '../../../../lambda/reader/identity/identity';
import { maxMarkerLength } from '../../../../lambda/reader/sms/mo-message';
import { sampleRequest } from '../../../../packages/cli/src/commands/send/sample-request';
import { envelopeOf } from '../../../../packages/proof/src/support/envelope';
import { readEvent } from '../../../support/read-event';

const message = `<moMessage messageId="5d0c6b6e" receiptDate="2024-05-06 07:08:09-0500" attemptNumber="1">
  <source address="+15555550100" carrier="104" type="MDN" />
  <destination address="00000" type="SC" />
  <message>HELLO</message>
</moMessage>`;

const read = (body: string | Uint8Array) =>
  readEvent(envelopeOf({ path: '/sms/mo', proof: 'basic:current', headers: { 'content-type': 'text/xml' }, body }));

const changed = (from: string | RegExp, to: string) => read(message.replace(from, to));

describe('a moMessage', () => {
  it('becomes an MO Message', async () => {
    const event = await read(message);
    expect(event.detailType).toBe('MO Message');
    expect(event.data).toEqual({
      messageId: '5d0c6b6e',
      text: 'HELLO',
      keyword: 'HELLO',
      source: { address: '+15555550100', carrier: '104', type: 'MDN' },
      destination: { address: '00000', type: 'SC' },
      receiptDate: '2024-05-06T12:08:09.000Z',
      receiptDateText: '2024-05-06 07:08:09-0500',
      attemptNumber: 1,
      longMessageInfo: null,
    });
    expect(event.metadata).toMatchObject({ identity: 'mo#5d0c6b6e#-', attempt: 1, proof: 'basic:current' });
  });

  it('is found in the ledger by its messageId', async () => {
    expect(ledgerKey((await read(message)).callback.identity)).toEqual({ pk: 'mo#5d0c6b6e', sk: '-' });
  });

  it('is the same callback at the next attempt', async () => {
    const [first, second] = [await read(message), await changed('attemptNumber="1"', 'attemptNumber="2"')];
    expect(second.metadata).toMatchObject({ id: first.metadata.id, attempt: 2 });
    expect(second.callback.contentDigest).toBe(first.callback.contentDigest);
  });

  it.each(['', 'attemptNumber=""', 'attemptNumber="one"'])(
    'is the same callback with %j for an attempt number',
    async (attempt) => {
      const [first, other] = [await read(message), await changed('attemptNumber="1"', attempt)];
      expect(other.data.attemptNumber).toBeNull();
      expect(other.metadata.id).toBe(first.metadata.id);
      expect(other.callback.contentDigest).toBe(first.callback.contentDigest);
    },
  );

  it('keeps an invalid attempt number as it was sent', async () => {
    expect((await changed('attemptNumber="1"', 'attemptNumber="one"')).data.attemptNumberText).toBe('one');
  });

  it('is the same callback when its date is written in another way', async () => {
    const [first, other] = [await read(message), await changed('2024-05-06 07:08:09-0500', '2024-05-06T12:08:09Z')];
    expect(other.callback.contentDigest).toBe(first.callback.contentDigest);
  });

  it.each([
    ['text', 'HELLO', 'HELLO '],
    ['sender', '+15555550100', '+15555550101'],
    ['carrier', '104', '105'],
    ['short code', '00000', '00001'],
    ['date', '07:08:09', '07:08:10'],
    ['unknown field', '<message>', '<new/><message>'],
  ])('has another content with another %s', async (_what, from, to) => {
    const [first, other] = [await read(message), await changed(from, to)];
    expect(other.callback.identity).toEqual(first.callback.identity);
    expect(other.callback.contentDigest).not.toBe(first.callback.contentDigest);
  });

  it.each([
    ['an empty text', '<message></message>', ''],
    ['an empty element', '<message/>', ''],
    ['white space and line breaks', '<message>  a\n b \n</message>', '  a\n b \n'],
    ['emoji, as they are and as references', '<message>👩‍👧 &#x1F600;</message>', '👩‍👧 😀'],
    ['CDATA', '<message><![CDATA[<b> & ]]]]><![CDATA[>]]></message>', '<b> & ]]>'],
  ])('has %s', async (_what, element, text) => {
    expect((await changed('<message>HELLO</message>', element)).data.text).toBe(text);
  });

  it('may have an empty carrier', async () => {
    expect((await changed('104', '')).data.source).toMatchObject({ carrier: '' });
  });

  it('has no date where that cannot be read, but its text', async () => {
    const { data } = await changed('2024-05-06 07:08:09-0500', 'yesterday');
    expect(data).toMatchObject({ receiptDate: null, receiptDateText: 'yesterday' });
  });

  it('passes on what is not documented', async () => {
    const { data } = await changed(/<source ([^>]*)\/>/, '<source $1 zone="9"/><campaign id="7">Summer</campaign>');
    expect(data.extra).toEqual({
      'source/@zone': '9',
      campaign: [{ name: 'campaign', attributes: { id: '7' }, content: ['Summer'] }],
    });
  });

  it.each([
    [' receiptDate="2024-05-06 07:08:09-0500"', { receiptDate: null, receiptDateText: null }],
    [' carrier="104"', { source: { address: '+15555550100', carrier: null, type: 'MDN' } }],
    [' type="MDN"', { source: { address: '+15555550100', carrier: '104', type: null } }],
    [' type="SC"', { destination: { address: '00000', type: null } }],
  ])('has null for what is not needed to act, without%s', async (part, data) => {
    const event = await changed(part, '');
    expect(event.detailType).toBe('MO Message');
    expect(event.data).toMatchObject({ messageId: '5d0c6b6e', text: 'HELLO', ...data });
  });

  it.each([
    ['messageId', ' messageId="5d0c6b6e"'],
    ['source', /<source.*\/>/],
    ['source/@address', ' address="+15555550100"'],
    ['destination', /<destination.*\/>/],
    ['destination/@address', ' address="00000"'],
    ['message', '<message>HELLO</message>'],
  ])('is unrecognized without its %s', async (_field, part) => {
    expect((await changed(part, '')).data.reason).toBe('xml-missing-field');
  });

  it.each([
    ['messageId', '"5d0c6b6e"'],
    ['sender', '"+15555550100"'],
    ['short code', '"00000"'],
  ])('is unrecognized with an empty %s', async (_field, value) => {
    expect((await changed(value, '""')).data.reason).toBe('xml-missing-field');
  });
});

describe('a part of a long message', () => {
  it('whose marker has more than 1 MiB is kept as unrecognized: it would be passed on twice, escaped', async () => {
    const within = '"'.repeat(maxMarkerLength - '<longMessageInfo></longMessageInfo>'.length);
    expect((await part(`<longMessageInfo>${within}</longMessageInfo>`)).data.messageId).toBe('5d0c6b6e');
    expect((await part(`<longMessageInfo>${within}"</longMessageInfo>`)).data.reason).toBe('xml-too-complex');
  });

  const marker = '<longMessageInfo ref="17">\n  <part number="2"/> of <total>3</total></longMessageInfo>';
  const part = (info: string) => changed('</moMessage>', `${info}</moMessage>`);

  it('has its marker as it was sent, as JSON and to the letter', async () => {
    expect((await part(marker)).data.longMessageInfo).toEqual({
      element: {
        name: 'longMessageInfo',
        attributes: { ref: '17' },
        content: [
          '\n  ',
          { name: 'part', attributes: { number: '2' }, content: [] },
          ' of ',
          { name: 'total', attributes: {}, content: ['3'] },
        ],
      },
      raw: marker,
    });
  });

  it('is another callback than the next part, with the same messageId', async () => {
    const [second, third] = [await part(marker), await part(marker.replace('number="2"', 'number="3"'))];
    expect(second.callback.identity.id).toBe(third.callback.identity.id);
    expect(second.metadata.id).not.toBe(third.metadata.id);
  });

  it('is the same callback however its marker is laid out', async () => {
    const marker = (space: string) => `<longMessageInfo a="1"${space}b="2">${space}<part/>${space}</longMessageInfo>`;
    const [first, other] = [await part(marker(' ')), await part(marker('\n\t'))];
    expect(other.metadata.id).toBe(first.metadata.id);
    expect(other.callback.contentDigest).toBe(first.callback.contentDigest);
  });
});

describe('the samples of moMessage', () => {
  it.each([
    ['mo-message-keyword.xml', { text: 'HELLO', receiptDate: '2024-05-06T12:08:09.000Z' }],
    [
      'mo-message-emoji.xml',
      { text: 'Ça va? <3 😀 & 👋\nsee you at 5', receiptDate: '2024-05-06T12:09:30.000Z', attemptNumber: 2 },
    ],
    [
      'mo-message-long-part.xml',
      { receiptDate: '2024-05-06T07:10:00.000Z', longMessageInfo: { element: { name: 'longMessageInfo' } } },
    ],
    ['mo-message-empty-no-attempt.xml', { text: '', attemptNumber: null, receiptDate: '2024-05-06T12:11:00.000Z' }],
  ])('%s', async (name, data) => {
    const { headers, body, path } = sampleRequest(name);
    const event = await readEvent(envelopeOf({ path, headers, body, proof: 'basic:current' }));
    expect(event.detailType).toBe('MO Message');
    expect(event.data).toMatchObject(data);
    expect(event.data).not.toHaveProperty('extra');
  });
});
