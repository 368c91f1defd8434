import { sampleRequest } from '../../../../packages/cli/src/commands/send/sample-request';
import { envelopeOf } from '../../../../packages/proof/src/support/envelope';
import { readEvent } from '../../../support/read-event';

const document = `<deliver version="1.0">
  <source address="15555550104" carrier="105" type="MDN" />
  <destination address="00000" type="SC" />
  <message text="JOIN &amp; win" />
  <transaction id="9876543210" />
</deliver>`;

const read = (body: string) => readEvent(envelopeOf({ path: '/sms/mo', proof: 'basic:current', body }));

describe('a deliver', () => {
  it('becomes an MO Message', async () => {
    const event = await read(document);
    expect(event.detailType).toBe('MO Message');
    expect(event.data).toEqual({
      messageId: '9876543210',
      text: 'JOIN & win',
      keyword: 'JOIN',
      source: { address: '15555550104', carrier: '105', type: 'MDN' },
      destination: { address: '00000', type: 'SC' },
      receiptDate: null,
      receiptDateText: null,
      attemptNumber: null,
      longMessageInfo: null,
      extra: { '@version': '1.0' },
    });
    expect(event.metadata).toMatchObject({ identity: 'mo#9876543210#deliver', attempt: null });
  });

  it('is not a moMessage with the same id', async () => {
    const other = await read(
      '<moMessage messageId="9876543210" receiptDate=""><source address="1" carrier="" type=""/><destination address="1" type=""/><message/></moMessage>',
    );
    expect(other.callback.identity.id).toBe('9876543210');
    expect(other.metadata.id).not.toBe((await read(document)).metadata.id);
  });

  it('passes on what comes through it', async () => {
    const { data } = await read(
      document.replace('</deliver>', '<passthrough><param key="moMessageId" value="5d0c"/></passthrough></deliver>'),
    );
    expect(data.extra).toMatchObject({
      passthrough: [{ content: [{ name: 'param', attributes: { key: 'moMessageId', value: '5d0c' } }] }],
    });
  });

  it('may have an empty text and an empty carrier', async () => {
    const { data } = await read(document.replace('JOIN &amp; win', '').replace('105', ''));
    expect(data).toMatchObject({ text: '', source: { carrier: '' } });
  });

  it('keeps line breaks of its text where they are sent as references', async () => {
    expect((await read(document.replace('JOIN &amp; win', 'a&#10;b&#13;c'))).data.text).toBe('a\nb\rc');
  });

  it.each([
    ['transaction', /<transaction.*\/>/],
    ['transaction/@id', / id="\d+"/],
    ['message', /<message.*\/>/],
    ['message/@text', / text="[^"]*"/],
    ['source', /<source.*\/>/],
    ['destination', /<destination.*\/>/],
  ])('is unrecognized without its %s', async (_field, part) => {
    expect((await read(document.replace(part, ''))).data.reason).toBe('xml-missing-field');
  });
});

describe('the samples of deliver', () => {
  it.each([
    ['deliver-keyword.xml', { text: 'JOIN', messageId: '9876543210' }],
    ['deliver-passthrough.xml', { text: 'Rock & Roll ☺', messageId: '9876543211', source: { carrier: '' } }],
  ])('%s', async (name, data) => {
    const { headers, body, path } = sampleRequest(name);
    const event = await readEvent(envelopeOf({ path, headers, body, proof: 'basic:current' }));
    expect(event.detailType).toBe('MO Message');
    expect(event.data).toMatchObject(data);
  });
});
