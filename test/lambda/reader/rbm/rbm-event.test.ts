import { envelopeOf } from '../../../../packages/proof/src/support/envelope';
import { readEvent } from '../../../support/read-event';

const body = '{"phoneNumber":"+13125550120","agentId":"agent","messageId":"m-1","eventId":"e-1","eventType":"SENT"}';
const rbm = (eventClass: string | null, json = body) =>
  envelopeOf({ path: '/rbm', body: json, headers: eventClass === null ? {} : { 'x-vibes-eventclass': eventClass } });

describe('an RBM event', () => {
  it('carries its class from the header and its payload to the letter', async () => {
    const { data, json } = await readEvent(rbm('ServerEvent'));
    expect(data).toMatchObject({ eventClass: 'ServerEvent', eventId: 'e-1', messageId: 'm-1', agentId: 'agent' });
    expect(json).toContain(`"payload":${body}}`);
  });

  it.each([
    ['ServerEvent', 'rbm#e-1#ServerEvent/agent'],
    ['UserEvent', 'rbm#e-1#UserEvent/agent'],
    ['UserMessage', 'rbm#m-1#UserMessage/agent'],
    [null, 'rbm#e-1#-/agent'],
  ])('of class %s is %s', async (eventClass, identity) => {
    expect((await readEvent(rbm(eventClass))).metadata.identity).toBe(identity);
  });

  it('of an undocumented class has no word of it in its identity', async () => {
    const { metadata } = await readEvent(rbm('NewClass'));
    expect(metadata.identity).toMatch(/^rbm#e-1#keyed:[0-9a-f]{64}$/);
  });

  it('with half a character is whole in the bucket, and the event has no half in it', async () => {
    const { data, json, metadata } = await readEvent(rbm('ServerEvent', body.replace('e-1', 'e-\\ud83d')));
    expect(data).toMatchObject({
      eventId: 'e-\ufffd',
      payload: null,
      payloadObject: { contentType: 'application/json' },
    });
    expect(json).not.toMatch(/\\ud83d/i);
    const other = await readEvent(rbm('ServerEvent', body.replace('e-1', 'e-\\ud83e')));
    expect(other.metadata.id).not.toBe(metadata.id);
  });

  it('of another agent is another one', async () => {
    const [a, b] = await Promise.all([
      readEvent(rbm('ServerEvent')),
      readEvent(rbm('ServerEvent', body.replace('"agent"', '"other"'))),
    ]);
    expect(a.metadata.id).not.toBe(b.metadata.id);
  });

  it.each(['ServerEvent', 'UserEvent'])('of class %s is not identified by its message', async (eventClass) => {
    expect((await readEvent(rbm(eventClass, '{"messageId":"m-1"}'))).data.reason).toBe('json-missing-id');
  });

  it.each(['UserMessage', 'NewClass'])('of class %s may have one id alone', async (eventClass) => {
    expect((await readEvent(rbm(eventClass, '{"messageId":"m-1"}'))).data.messageId).toBe('m-1');
    expect((await readEvent(rbm(eventClass, '{"eventId":"e-1"}'))).data.eventId).toBe('e-1');
  });

  it('without any id is unrecognized', async () => {
    expect((await readEvent(rbm('UserMessage', '{"text":"x"}'))).data.reason).toBe('json-missing-id');
  });

  it('says whether it was verified', async () => {
    expect((await readEvent(rbm('ServerEvent'))).data.verified).toBe(false);
    expect((await readEvent({ ...rbm('ServerEvent'), proof: 'signature' })).data.verified).toBe(true);
  });

  it('without a signature is unrecognized once a secret is configured', async () => {
    const { detailType, data } = await readEvent(rbm('ServerEvent'), { requireRbmSignature: true });
    expect(detailType).toBe('Unrecognized Callback');
    expect(data.reason).toBe('rbm-unverified');
  });

  it('with a signature is read once a secret is configured', async () => {
    const event = await readEvent({ ...rbm('ServerEvent'), proof: 'signature' }, { requireRbmSignature: true });
    expect(event.detailType).toBe('RBM Event');
  });
});

describe('JSON is RBM', () => {
  it.each([
    ['by its header, on any route', envelopeOf({ body, headers: { 'x-vibes-eventclass': 'ServerEvent' } })],
    ['by its header, with a Platform id too', rbm('ServerEvent', '{"event_id":"1","eventId":"e-1"}')],
    ['by its ids, on any route', envelopeOf({ body })],
  ])('%s', async (_, envelope) => {
    expect((await readEvent(envelope)).detailType).toBe('RBM Event');
  });

  it('not where it has a Platform id and no header, on any route', async () => {
    const envelope = envelopeOf({ path: '/rbm', body: '{"event_id":"1","eventId":"e-1"}' });
    expect((await readEvent(envelope)).detailType).toBe('Platform Event');
  });

  it('by its route where it says nothing, and then lacks its id', async () => {
    const envelope = envelopeOf({ path: '/rbm', body: '{}' });
    expect((await readEvent(envelope, { requireRbmSignature: true })).data.reason).toBe('rbm-unverified');
    expect((await readEvent(envelope)).data.reason).toBe('json-missing-id');
  });
});
