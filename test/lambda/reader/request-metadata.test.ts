import { eventId } from '../../../lambda/reader/identity/identity';
import { maxRequestFieldBytes } from '../../../lambda/reader/request-metadata';
import { checkCallback } from '../../../packages/proof/src/support/check-callback';
import { envelopeOf } from '../../../packages/proof/src/support/envelope';
import { readEvent } from '../../support/read-event';

const body = '{"event_id":"A1","callback_type":"person_added"}';
const withQuery = (query: Record<string, string[]>, headers: Record<string, string> = {}) =>
  envelopeOf({ body, query, headers: { 'content-type': 'application/json', ...headers } });

describe('the metadata of an event', () => {
  it('has the query string of the registered URL, and the headers that say more than HTTP needs', async () => {
    const { metadata } = await readEvent(
      withQuery({ origin: ['website'], tag: ['a', 'b'] }, { 'x-vibes-company': 'acme' }),
    );
    expect(metadata).toMatchObject({
      query: { origin: ['website'], tag: ['a', 'b'] },
      headers: { 'x-vibes-company': ['acme'] },
    });
  });

  it('has null for a missing query string and missing headers', async () => {
    const { metadata } = await readEvent(withQuery({}));
    expect(metadata).toMatchObject({ query: null, headers: null });
    expect(metadata).not.toHaveProperty('queryObject');
  });

  it('has them of what is unrecognized too', async () => {
    const { metadata, detailType } = await readEvent(envelopeOf({ body: 'hello', query: { origin: ['website'] } }));
    expect(detailType).toBe('Unrecognized Callback');
    expect(metadata.query).toEqual({ origin: ['website'] });
  });

  it('has the same id whatever they are', async () => {
    const [first, again] = [
      await readEvent(withQuery({ origin: ['website'] }, { 'x-vibes-attempt': '1' })),
      await readEvent(withQuery({ origin: ['app'] }, { 'x-vibes-attempt': '2' })),
    ];
    expect(again.metadata.id).toBe(first.metadata.id);
    expect(again.callback.contentDigest).toBe(first.callback.contentDigest);
  });

  it('keeps as many bytes as fit, and refers to more in the bucket', async () => {
    const overhead = '{"q":[""]}'.length;
    const fits = await readEvent(withQuery({ q: ['x'.repeat(maxRequestFieldBytes - overhead)] }));
    expect(fits.callback.objects).toEqual([]);
    const query = { q: ['x'.repeat(maxRequestFieldBytes - overhead + 1)] };
    const { metadata, callback } = await readEvent(withQuery(query));
    const key = `attachments/${eventId(callback.identity)}/metadata.query.json`;
    expect(metadata).toMatchObject({
      query: null,
      queryObject: { bucket: 'bucket', key, size: maxRequestFieldBytes + 1 },
    });
    expect(callback.objects.map((object) => object.key)).toEqual([key]);
    expect(JSON.parse(Buffer.from(callback.objects[0]?.bytes ?? []).toString())).toEqual(query);
  });

  it('never makes an event too large, beside the largest data and with what JSON escapes', async () => {
    const long = '\u0001'.repeat(1_300);
    const payload = `{"event_id":"A1","text":"${'x'.repeat(200 * 1024 - 200)}"}`;
    const envelope = envelopeOf({ body: payload, query: { q: [long] }, headers: { 'x-vibes-a': long } });
    const { callback, json } = await readEvent(envelope);
    checkCallback(callback, envelope);
    expect(callback.objects).toEqual([]);
    expect(Buffer.byteLength(json)).toBeGreaterThan(215 * 1024);
  });
});
