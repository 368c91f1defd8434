import type { OpsContext } from '../frame/context';
import { type Deadline, unhurried } from '../frame/deadline';

export interface ListedObject {
  readonly key: string;
  readonly size: number;
  readonly storedAtMs: number;
}

/** What listing needs of a command's context. */
export interface ListContext extends Pick<OpsContext, 'clients'> {
  readonly io: Pick<OpsContext['io'], 'interrupted'>;
}

/** What `leftOut` calls them. */
export function listOf(prefix: string): string {
  return `the objects under ${prefix}`;
}

/** All objects under a prefix, by key; only the first pages if the deadline passes. */
export async function listObjects(
  context: ListContext,
  bucket: string,
  prefix: string,
  deadline: Deadline = unhurried(),
): Promise<ListedObject[]> {
  const { client, sdk } = await context.clients.s3();
  const objects: ListedObject[] = [];
  for (let token: string | undefined, page = 0; page === 0 || token !== undefined; page += 1) {
    context.io.interrupted.throwIfAborted();
    const answer = await client.send(
      new sdk.ListObjectsV2Command({
        Bucket: bucket,
        Prefix: prefix,
        ...(token === undefined ? {} : { ContinuationToken: token }),
      }),
    );
    for (const { Key = '', Size = 0, LastModified } of answer.Contents ?? []) {
      objects.push({ key: Key, size: Size, storedAtMs: LastModified?.getTime() ?? 0 });
    }
    token = answer.NextContinuationToken;
    if (token !== undefined && deadline.cuts(listOf(prefix))) break;
  }
  return objects;
}

/** The bytes of an object; undefined if it does not exist, or no longer. */
export async function readObject(context: OpsContext, bucket: string, key: string): Promise<Uint8Array | undefined> {
  const { client, sdk } = await context.clients.s3();
  try {
    const { Body } = await client.send(new sdk.GetObjectCommand({ Bucket: bucket, Key: key }));
    return (await Body?.transformToByteArray()) ?? new Uint8Array();
  } catch (error) {
    if (error instanceof sdk.NoSuchKey) return undefined;
    throw error;
  }
}

export async function putObject(
  context: Pick<OpsContext, 'clients'>,
  bucket: string,
  key: string,
  body: string,
): Promise<void> {
  const { client, sdk } = await context.clients.s3();
  await client.send(
    new sdk.PutObjectCommand({
      ...{ Bucket: bucket, Key: key, Body: body, ContentType: 'application/json' },
      // For an empty body the client sends no length, and warns.
      ContentLength: Buffer.byteLength(body),
    }),
  );
}

/** Onto itself, so that S3 notifies the queue again. */
export async function touchObject(context: OpsContext, bucket: string, key: string): Promise<void> {
  const { client, sdk } = await context.clients.s3();
  await client.send(
    new sdk.CopyObjectCommand({
      Bucket: bucket,
      Key: key,
      CopySource: `${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`,
      MetadataDirective: 'REPLACE',
      ContentType: 'application/json',
    }),
  );
}
