import { eventId } from '../../../lambda/reader/identity/identity';
import { allWell, message, won, world } from './world';

const idOf = (id: string) => eventId({ family: 'mo', id, part: '-' });
const refuse = (name: string) => Object.assign(new Error('a message that may quote the content'), { name });

describe('the log', () => {
  it('leaves one line for each outcome, with ids and nothing of the content', async () => {
    const { lines, handle } = world(allWell);
    await handle(message({ id: 'a' }));
    expect(lines).toEqual([
      {
        level: 'info',
        code: 'Published',
        repeated: false,
        messageId: 'm0',
        requestId: 'request-a',
        eventId: idOf('a'),
        identity: 'mo#a#-',
        detailType: 'MO Message',
      },
    ]);
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
