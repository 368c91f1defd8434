import type { IncomingHttpHeaders } from 'node:http';

/** Query parameters that select another action than the method alone does. */
const subresources: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  lifecycle: { GET: 'GetBucketLifecycleConfiguration', PUT: 'PutBucketLifecycleConfiguration' },
  attributes: { GET: 'GetObjectAttributes' },
  uploads: { POST: 'CreateMultipartUpload' },
  delete: { POST: 'DeleteObjects' },
  uploadId: { PUT: 'UploadPart', POST: 'CompleteMultipartUpload', DELETE: 'AbortMultipartUpload' },
};

/** Parameters that only refine an action. */
const refinements =
  /^(?:x-id|prefix|delimiter|max-keys|marker|start-after|continuation-token|encoding-type|fetch-owner|partNumber|list-type|response-.*|x-amz-.*|X-Amz-.*)$/;

const bucketActions: Readonly<Record<string, string>> = { GET: 'ListObjectsV2', HEAD: 'HeadBucket' };
const objectActions: Readonly<Record<string, string>> = {
  GET: 'GetObject',
  HEAD: 'HeadObject',
  PUT: 'PutObject',
  DELETE: 'DeleteObject',
};

export const s3Actions: readonly string[] = [...Object.values(subresources), bucketActions, objectActions]
  .flatMap((byMethod) => Object.values(byMethod))
  .concat('CopyObject')
  .sort();

/**
 * Names the action of a path-style call. Undefined for what the emulator would take for something else: it has no
 * subresources but these, and would store the body of PutObjectTagging as the object.
 */
export function s3Action(method: string, url: string, headers: IncomingHttpHeaders): string | undefined {
  const { key, query } = s3Target(url);
  const names = [...query.keys()].filter((name) => !refinements.test(name));
  const [name] = names;
  if (names.length > 1) return undefined;
  if (name !== undefined) return subresources[name]?.[method];
  if (key === '') return bucketActions[method];
  if (method === 'PUT' && headers['x-amz-copy-source'] !== undefined) return 'CopyObject';
  return objectActions[method];
}

export function s3Target(url: string): {
  readonly bucket: string;
  readonly key: string;
  readonly query: URLSearchParams;
} {
  const [path = '', query = ''] = url.split('?', 2);
  const [, bucket = '', ...key] = path.split('/');
  return { bucket, key: decodeURIComponent(key.join('/')), query: new URLSearchParams(query) };
}
