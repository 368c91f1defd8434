import { eventId } from '../../../lambda/reader/identity/identity';
import { allWell, message, notification, world } from './world';

const idOf = (id: string) => eventId({ family: 'mo', id, part: '-' });

describe('an overflow notification', () => {
  const overflow = {
    'overflow/2026-05-06/a b.json': message({ id: 'a' }),
    'overflow/2026-05-06/c.json': message({ id: 'c' }),
  };
  const large = 5_000_000;

  it('brings the envelope that its key, form-encoded, names', async () => {
    const { did, handle } = world({ ...allWell, overflow });
    expect(await handle(notification({ key: 'overflow/2026-05-06/a+b.json', size: 300 }))).toEqual([]);
    expect(did).toEqual(['get overflow/2026-05-06/a b.json', 'claim a', `publish ${idOf('a')}`, 'complete a']);
  });

  it('of several objects brings them all', async () => {
    const { did, handle } = world({ ...allWell, overflow });
    const keys = [
      { key: 'overflow/2026-05-06/a%20b.json', size: 300 },
      { key: 'overflow/2026-05-06/c.json', size: 300 },
    ];
    await handle(notification(...keys));
    expect(did.at(-1)).toBe('complete a c');
  });

  it('goes back when one of its objects is not there, once', async () => {
    const { lines, handle } = world({ ...allWell, overflow });
    const keys = [{ key: 'overflow/2026-05-06/gone.json' }, { key: 'overflow/2026-05-06/gone.json' }];
    expect(await handle(notification({ key: 'overflow/2026-05-06/c.json' }, ...keys))).toEqual(['m0']);
    expect(lines).toContainEqual(expect.objectContaining({ code: 'RecordFailed', step: 'read', cause: 'NoSuchKey' }));
  });

  it('of large objects finishes one before it fetches the next', async () => {
    const { did, handle } = world({ ...allWell, overflow });
    await handle(
      notification({ key: 'overflow/2026-05-06/a+b.json', size: large }),
      notification({ key: 'overflow/2026-05-06/c.json', size: large }),
    );
    expect(did.map((step) => step.split(' ')[0])).toEqual([
      ...['get', 'claim', 'publish', 'complete'],
      ...['get', 'claim', 'publish', 'complete'],
    ]);
  });

  it('of small objects is published together with the others', async () => {
    const { did, handle } = world({ ...allWell, overflow });
    await handle(notification({ key: 'overflow/2026-05-06/c.json', size: 300 }), message({ id: 'a' }));
    expect(did.filter((step) => step.startsWith('publish'))).toHaveLength(1);
  });

  it('for the set-up of itself is dropped with a line', async () => {
    const { did, lines, handle } = world({});
    expect(await handle('{"Service":"Amazon S3","Event":"s3:TestEvent","Bucket":"b"}')).toEqual([]);
    expect(did).toEqual([]);
    expect(lines).toEqual([{ code: 'TestEventDropped', messageId: 'm0' }]);
  });
});

describe('without the identity key', () => {
  const keyError = Object.assign(new Error('no'), { name: 'AccessDeniedException' });

  it('nothing is claimed or published, and every callback goes back to its queue, aloud', async () => {
    const { did, lines, metrics, handle } = world({ keyError });
    expect(await handle(message({ id: 'a' }), message({ id: 'b' }))).toEqual(['m0', 'm1']);
    expect(did).toEqual([]);
    expect(lines).toMatchObject([
      { level: 'error', code: 'RecordFailed', step: 'read', cause: 'AccessDeniedException' },
      { code: 'RecordFailed' },
    ]);
    expect(metrics).toEqual(['RecordFailed', 'RecordFailed']);
  });
});
