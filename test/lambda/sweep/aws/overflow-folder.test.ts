import { Readable } from 'node:stream';
import { S3Client } from '@aws-sdk/client-s3';
import { createOverflowFolder } from '../../../../lambda/sweep/aws/overflow-folder';
import type { PendingObject } from '../../../../lambda/sweep/ports';
import { scriptedAws } from '../../../support/scripted-aws';

const folderOver = ({ options }: ReturnType<typeof scriptedAws>) =>
  createOverflowFolder('bucket', new S3Client({ ...options, forcePathStyle: true }));

const xml =
  (body: string, statusCode = 200) =>
  () => ({
    statusCode,
    headers: { 'content-type': 'application/xml' },
    body: Readable.from([body]),
  });
const object = (key: string, size: number) =>
  `<Contents><Key>${key}</Key><Size>${size}</Size><LastModified>2026-05-06T07:08:09.000Z</LastModified></Contents>`;
const page = (contents: string, next?: string) =>
  xml(
    `<ListBucketResult>${contents}${next === undefined ? '' : `<NextContinuationToken>${next}</NextContinuationToken>`}</ListBucketResult>`,
  );
const storedAtMs = Date.parse('2026-05-06T07:08:09.000Z');

async function listed(aws: ReturnType<typeof scriptedAws>): Promise<readonly PendingObject[]> {
  const all: PendingObject[] = [];
  for await (const one of folderOver(aws).list()) all.push(one);
  return all;
}

const queryOf = (aws: ReturnType<typeof scriptedAws>, index: number) =>
  (aws.requests[index] as unknown as { query: Record<string, string> }).query;

describe('what lies under overflow/', () => {
  it('is listed to its last page, and nothing else is asked for', async () => {
    const aws = scriptedAws(page(object('overflow/1', 5), 'more'), page(object('overflow/2', 7)));
    expect(await listed(aws)).toEqual([
      { key: 'overflow/1', size: 5, storedAtMs },
      { key: 'overflow/2', size: 7, storedAtMs },
    ]);
    expect(aws.requests.map((_, index) => queryOf(aws, index).prefix)).toEqual(['overflow/', 'overflow/']);
    expect([queryOf(aws, 0)['continuation-token'], queryOf(aws, 1)['continuation-token']]).toEqual([undefined, 'more']);
  });

  it('is nothing in an empty bucket', async () => {
    expect(await listed(scriptedAws(page('')))).toEqual([]);
  });

  it('is complete or fails: a page that fails is reported', async () => {
    const aws = scriptedAws(
      page(object('overflow/1', 5), 'more'),
      xml('<Error><Code>SlowDown</Code><Message>later</Message></Error>', 503),
    );
    await expect(listed(aws)).rejects.toMatchObject({ name: 'SlowDown' });
  });

  it('is read to the byte', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, value) => value);
    const aws = scriptedAws(() => ({ statusCode: 200, headers: {}, body: Readable.from([Buffer.from(bytes)]) }));
    expect(Buffer.from(await folderOver(aws).read('overflow/1'))).toEqual(Buffer.from(bytes));
    expect(aws.requests[0]).toMatchObject({ method: 'GET', path: '/bucket/overflow/1' });
  });

  it('may be gone by now', async () => {
    const aws = scriptedAws(xml('<Error><Code>NoSuchKey</Code><Message>gone</Message></Error>', 404));
    await expect(folderOver(aws).read('overflow/1')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });
});
