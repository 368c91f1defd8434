import { eventId } from '../../../lambda/reader/identity/identity';
import { allWell, message, notification, won, world } from './world';

const idOf = (id: string) => eventId({ family: 'mo', id, part: '-' });
const refuse = (name: string) => Object.assign(new Error('a message that may quote the content'), { name });

describe('the log', () => {
  it('leaves one line for each outcome, with ids and nothing of the content', async () => {
    const { lines, handle } = world(allWell);
    await handle(message({ id: 'a' }));
    expect(lines).toEqual([
      {
        code: 'Published',
        requestId: 'request-a',
        eventId: idOf('a'),
        identity: 'mo#a#-',
        detailType: 'MO Message',
        waitedMs: 500,
      },
    ]);
  });

  it('names the message where it may have more than one line: it failed now or before', async () => {
    const failing = world({ claim: () => Promise.reject(refuse('ThrottlingException')) });
    await failing.handle(message({ id: 'a' }));
    expect(failing.lines).toMatchObject([{ code: 'RecordFailed', level: 'error', messageId: 'm0' }]);
    const { lines, handleAgain, handleRetry } = world(allWell);
    await handleAgain(message({ id: 'a' }));
    await handleRetry(message({ id: 'a' }));
    const published = lines.filter(({ code }) => code === 'Published');
    expect(published.map(({ messageId }) => messageId)).toEqual(['m0', 'm0']);
  });

  it('says how long a callback waited only where it is published: a replay starts by it', async () => {
    const { lines, handle } = world({ claim: () => ({ status: 'duplicate' }) });
    await handle(message({ id: 'a' }));
    expect(lines).toMatchObject([{ code: 'DuplicateDropped' }]);
    expect(lines[0]).not.toHaveProperty('waitedMs');
  });

  it('says of a callback whose earlier worker did not finish that it may be a repeat', async () => {
    const { lines, handle } = world({ ...allWell, claim: (claim) => won(claim, 2) });
    await handle(message({ id: 'a' }));
    expect(lines).toMatchObject([{ code: 'Published', repeated: true }]);
  });

  it('of a failure never shows what the error says', async () => {
    const { lines, handle } = world({ claim: () => Promise.reject(refuse('ThrottlingException')) });
    await handle(message({ id: 'a' }));
    expect(JSON.stringify(lines)).not.toContain('quote');
    expect(JSON.stringify(lines)).toContain('ThrottlingException');
  });
});

it('a phone number without country code shows in the line of a Platform event, and is not in it', async () => {
  const { lines, handle } = world(allWell);
  const payloadOf = (mdn: string) => JSON.stringify({ person: { mobile_phone: { mdn } } });
  await handle(message({ id: 'a', family: 'platform', rawPayload: payloadOf('3125550100') }));
  await handle(message({ id: 'b', family: 'platform', rawPayload: payloadOf('+13125550100') }));
  expect(lines.map(({ numbers }) => numbers)).toEqual(['national', undefined]);
  expect(JSON.stringify(lines)).not.toContain('3125550100');
});

describe('a message of the retry queue', () => {
  const retried = { code: 'Retried', messageId: 'm0', invocationId: 'invocation-1' };

  it('is named beside its invocation before anything is done to it: what kills the process logs nothing more', async () => {
    const { lines, did, handleRetry } = world({
      claim: () => {
        expect(lines).toEqual([{ ...retried, requestId: 'request-a' }]);
        return Promise.reject(refuse('Killed'));
      },
    });
    await handleRetry(message({ id: 'a' }));
    expect(did).toEqual(['claim a']);
  });

  it('is named by its object where it is too large for a message', async () => {
    const key = 'overflow/2026-05-06/a.json';
    const { lines, handleRetry } = world({ ...allWell, overflow: { [key]: message({ id: 'a' }) } });
    await handleRetry(notification({ key }));
    expect(lines[0]).toEqual({ ...retried, key });
  });

  it('that was a dead letter says which, and takes no text for its id', async () => {
    const deadLetterId = '5d0c6b6e-0000-4000-8000-00000000a001';
    const { lines, handleRetry } = world(allWell);
    const attribute = (stringValue: string) => ({ DeadLetterId: { dataType: 'String', stringValue } });
    await handleRetry(message({ id: 'a' }), attribute(deadLetterId));
    await handleRetry(message({ id: 'b' }), attribute('+1 555 5550100'));
    expect(lines.filter(({ code }) => code === 'Retried')).toEqual([
      { ...retried, requestId: 'request-a', deadLetterId },
      { ...retried, requestId: 'request-b' },
    ]);
  });

  it('has no line more than any other in the callback queue', async () => {
    const { lines, handle } = world(allWell);
    await handle(message({ id: 'a' }));
    expect(lines.map(({ code }) => code)).toEqual(['Published']);
  });
});

describe('an unrecognized callback', () => {
  it.each([
    ['unknown-root', ['Unrecognized']],
    ['mo-unauthenticated', ['Unrecognized', 'MoUnauthenticated']],
    ['rbm-unverified', ['Unrecognized', 'RbmUnverified']],
  ])('for %s counts %j', async (reason, expected) => {
    const { metrics, handle } = world(allWell);
    await handle(message({ id: 'a', family: 'unrecognized', reason }));
    expect(metrics).toEqual(expected);
  });

  it('is not counted again as a duplicate', async () => {
    const { metrics, handle } = world({ claim: () => ({ status: 'duplicate' }) });
    await handle(message({ id: 'a', family: 'unrecognized', reason: 'unknown-root' }));
    expect(metrics).toEqual(['DuplicateDropped']);
  });
});
