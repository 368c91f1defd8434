import { createHash } from 'node:crypto';
import { sampleRequest } from '../../../../packages/cli/src/commands/send/sample-request';
import { type EnvelopeParts, envelopeOf } from '../../../../packages/proof/src/support/envelope';
import { readEvent } from '../../../support/read-event';

const read = (body: string | Uint8Array, parts: Partial<EnvelopeParts> = {}) =>
  readEvent(envelopeOf({ body, ...parts }));

describe('a Platform event', () => {
  it('carries its payload to the letter', async () => {
    const text = '{ "event_id":"1", "n": 9007199254740993, "a":1, "a":2,\n "s":"\\u00e9\\ud83d\\ude00" }';
    expect((await read(text)).json).toContain(`"payload":${text}}`);
  });

  it('is identified by the outer event_id', async () => {
    const inner = '"event_processed":{"event_id":"order-1"}';
    const [a, b] = await Promise.all([read(`{"event_id":"1",${inner}}`), read(`{${inner},"event_id":"2"}`)]);
    expect(a.metadata.identity).toBe('platform#1#-');
    expect(b.metadata.identity).toBe('platform#2#-');
  });

  it('takes an event_id that is a number by its digits', async () => {
    expect((await read('{"event_id":9007199254740993}')).data.eventId).toBe('9007199254740993');
  });

  it.each([
    ['{"event_id":"1","callback_type":"a","event_type":"b"}', 'a'],
    ['{"event_id":"1","event_type":"b"}', 'b'],
    ['{"event_id":"1","callback_type":"a"}', 'a'],
    ['{"event_id":"1","callback_type":"","event_type":"b"}', 'b'],
    ['{"event_id":"1","callback_type":7}', null],
    ['{"event_id":"1"}', null],
  ])('%s is of type %s', async (text, type) => {
    expect((await read(text)).data.type).toBe(type);
  });

  it.each([
    ['"2024-05-06T07:08:09Z"', '2024-05-06T07:08:09.000Z', '2024-05-06T07:08:09Z'],
    ['"2017-01-14T14:30Z"', '2017-01-14T14:30:00.000Z', '2017-01-14T14:30Z'],
    ['"soon"', null, 'soon'],
    ['1714997289', null, '1714997289'],
    ['null', null, null],
  ])('with event_date %s', async (json, eventDate, eventDateText) => {
    expect((await read(`{"event_id":"1","event_date":${json}}`)).data).toMatchObject({ eventDate, eventDateText });
  });

  it.each([
    ['2', 2],
    ['"2"', 2],
    ['"two"', null],
    ['""', null],
    ['-1', null],
    ['2.5', null],
  ])('with delivery_attempt %s', async (json, attempt) => {
    expect((await read(`{"event_id":"1","delivery_attempt":${json}}`)).metadata.attempt).toBe(attempt);
  });

  it.each([
    ['POST', 'application/json'],
    ['PUT', 'text/json'],
    ['PATCH', 'application/x-www-form-urlencoded'],
    ['POST', 'text/xml'],
    ['PUT', ''],
  ])('is read from a %s of %j', async (method, contentType) => {
    const event = await read('{"event_id":"1"}', { method, headers: { 'content-type': contentType } });
    expect(event.detailType).toBe('Platform Event');
  });

  it('is UTF-8, whatever charset its Content-Type names', async () => {
    const headers = { 'content-type': 'application/json; charset=iso-8859-1' };
    expect((await read('{"event_id":"é"}', { headers })).data.eventId).toBe('é');
  });

  it('that is not UTF-8 is in the charset that its Content-Type names', async () => {
    const headers = { 'content-type': 'application/json; charset=iso-8859-1' };
    expect((await read(Buffer.from('{"event_id":"\xe9"}', 'latin1'), { headers })).data.eventId).toBe('é');
  });

  it('loses its byte order mark', async () => {
    expect((await read('\ufeff{"event_id":"1"}')).json).toContain('"payload":{"event_id":"1"}');
  });

  it.each([
    ['without an id', '{"callback_type":"person_added"}', 'json-missing-id'],
    ['with an empty id', '{"event_id":""}', 'json-missing-id'],
    ['with an id that is an object', '{"event_id":{}}', 'json-missing-id'],
    ['with an inner id alone', '{"event_processed":{"event_id":"1"}}', 'json-missing-id'],
    ['in an array', '[{"event_id":"1"}]', 'json-not-an-object'],
    ['cut off', '{"event_id":"1"', 'json-malformed'],
    ['twice', '{"event_id":"1"}{"event_id":"2"}', 'json-malformed'],
    ['in no charset', Buffer.from('{"event_id":"\xe9"}', 'latin1'), 'charset-invalid'],
  ])('%s is unrecognized', async (_, body, reason) => {
    expect((await read(body)).data.reason).toBe(reason);
  });

  it('has the same digest whatever its delivery_attempt', async () => {
    const [a, b] = await Promise.all([
      read('{"event_id":"1","delivery_attempt":1}'),
      read('{ "delivery_attempt" : "2", "event_id" : "1" }'),
    ]);
    expect(a.callback.contentDigest).toBe(b.callback.contentDigest);
  });

  it.each(['"one"', 'true', '1.5', '[1]', '""', 'null'])(
    'has another digest with the delivery_attempt %s',
    async (json) => {
      const digestOf = async (value: string) =>
        (await read(`{"event_id":"1","delivery_attempt":${value}}`)).callback.contentDigest;
      expect(await digestOf(json)).not.toBe(await digestOf('1'));
    },
  );

  it('has another digest with a number that differs past 2^53', async () => {
    const [a, b] = await Promise.all([
      read('{"event_id":"1","n":9007199254740993}'),
      read('{"event_id":"1","n":9007199254740992}'),
    ]);
    expect(a.callback.contentDigest).not.toBe(b.callback.contentDigest);
  });

  describe('whose payload EventBridge would refuse', () => {
    it.each([
      ['10,000 levels', '['.repeat(10_000) + ']'.repeat(10_000)],
      ['an integer past 64 bits', '9223372036854775808'],
      ['an infinite number', '1e999'],
      ['half a megabyte', `"${'x'.repeat(500_000)}"`],
    ])('for %s has it in the bucket', async (_, json) => {
      const text = `{"event_id":"1","v":${json}}`;
      const { data, callback, detailType } = await read(text);
      expect(detailType).toBe('Platform Event');
      expect(data).toMatchObject({
        eventId: '1',
        payload: null,
        payloadObject: {
          bucket: 'bucket',
          size: Buffer.byteLength(text),
          sha256: createHash('sha256').update(text).digest('hex'),
          contentType: 'application/json',
        },
      });
      expect(callback.objects.map(({ bytes }) => Buffer.from(bytes).toString())).toEqual([text]);
    });
  });

  it.each([
    ['callback_type where both are there', '"callback_type":"a","event_type":"b"', 'a'],
    ['event_type where the other is missing', '"event_type":"b"', 'b'],
    ['event_type where the other is empty', '"callback_type":"","event_type":"b"', 'b'],
    ['event_type where the other is not text', '"callback_type":null,"event_type":"b"', 'b'],
  ])('tells %s, and keeps both', async (_which, members, type) => {
    const { data } = await read(`{"event_id":"1",${members}}`);
    expect(data.type).toBe(type);
    expect(data.payload).toEqual(JSON.parse(`{"event_id":"1",${members}}`));
  });

  it('has no event that a line break could cut in two', async () => {
    const { body } = sampleRequest('platform-person-updated.json');
    expect(JSON.parse((await read(body)).json.replace(/[\r\n]/g, ' '))).toMatchObject({
      data: { type: 'person_updated' },
    });
  });
});
