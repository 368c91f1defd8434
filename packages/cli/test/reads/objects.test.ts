import { NoSuchKey } from '@aws-sdk/client-s3';
import { Deadline } from '../../src/frame/deadline';
import { listObjects, putObject, readObject, touchObject } from '../../src/reads/objects';
import { awsFailure, givenOps } from '../support/ops-context';

const stored = (Key: string, ms: number) => ({ Key, Size: 3, LastModified: new Date(ms) });

test('all pages of a prefix are listed', async () => {
  const answers = {
    ListObjectsV2: [{ Contents: [stored('a', 1)], NextContinuationToken: 't' }, { Contents: [stored('b', 2)] }],
  };
  const { context, named } = givenOps({ answers });
  expect(await listObjects(context, 'bucket', 'p/')).toEqual([
    { key: 'a', size: 3, storedAtMs: 1 },
    { key: 'b', size: 3, storedAtMs: 2 },
  ]);
  expect(named('ListObjectsV2')).toEqual([
    { Bucket: 'bucket', Prefix: 'p/' },
    { Bucket: 'bucket', Prefix: 'p/', ContinuationToken: 't' },
  ]);
});

test('a deadline ends the list after a page, and names it where there are more', async () => {
  const over = () => new Deadline(() => 1, 1);
  const [first, last] = [over(), over()];
  const more = { Contents: [stored('a', 1)], NextContinuationToken: 't' };
  const { context } = givenOps({ answers: { ListObjectsV2: [more, { Contents: [stored('b', 2)] }] } });
  expect(await listObjects(context, 'bucket', 'p/', first)).toHaveLength(1);
  expect(await listObjects(context, 'bucket', 'p/', last)).toHaveLength(1);
  expect([first.leftOut, last.leftOut]).toEqual([['the objects under p/'], []]);
});

test('a prefix may have nothing, and an interruption ends the list', async () => {
  expect(await listObjects(givenOps({ answers: { ListObjectsV2: [{}] } }).context, 'bucket', 'p/')).toEqual([]);
  const { context, calls } = givenOps({ io: { interrupted: AbortSignal.abort() } });
  await expect(listObjects(context, 'bucket', 'p/')).rejects.toThrow('aborted');
  expect(calls).toEqual([]);
});

describe('an object', () => {
  it('is read as bytes', async () => {
    const Body = { transformToByteArray: async () => new Uint8Array([1, 2]) };
    const { context } = givenOps({ answers: { GetObject: [{ Body }, {}] } });
    expect(await readObject(context, 'bucket', 'k')).toEqual(new Uint8Array([1, 2]));
    expect(await readObject(context, 'bucket', 'k')).toEqual(new Uint8Array());
  });

  it('that is not there is undefined; any other failure is an error', async () => {
    const missing = new NoSuchKey({ message: 'none', $metadata: {} });
    const { context } = givenOps({ answers: { GetObject: [missing, awsFailure('AccessDenied')] } });
    expect(await readObject(context, 'bucket', 'k')).toBeUndefined();
    await expect(readObject(context, 'bucket', 'k')).rejects.toThrow('AccessDenied');
  });

  it('is put as JSON', async () => {
    const { context, named } = givenOps({ answers: { PutObject: [{}] } });
    await putObject(context, 'bucket', 'k', '{}');
    expect(named('PutObject')).toEqual([
      { Bucket: 'bucket', Key: 'k', Body: '{}', ContentType: 'application/json', ContentLength: 2 },
    ]);
  });

  it('is copied onto itself, so that S3 sends its notification again; its key is escaped part by part', async () => {
    const { context, named } = givenOps({ answers: { CopyObject: [{}] } });
    await touchObject(context, 'bucket', 'overflow/2026-05-06/a b+c.json');
    expect(named('CopyObject')).toMatchObject([
      {
        Bucket: 'bucket',
        Key: 'overflow/2026-05-06/a b+c.json',
        CopySource: 'bucket/overflow/2026-05-06/a%20b%2Bc.json',
        MetadataDirective: 'REPLACE',
      },
    ]);
  });
});
