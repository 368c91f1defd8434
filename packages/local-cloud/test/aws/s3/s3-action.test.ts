import { s3Action, s3Target } from '../../../src/aws/s3/s3-action';

describe('s3Action', () => {
  it.each([
    ['PUT', '/b/k?x-id=PutObject', {}, 'PutObject'],
    ['PUT', '/b/k', { 'x-amz-copy-source': 'b/other' }, 'CopyObject'],
    ['GET', '/b/a/deep/key?x-id=GetObject', {}, 'GetObject'],
    ['HEAD', '/b/k', {}, 'HeadObject'],
    ['DELETE', '/b/k', {}, 'DeleteObject'],
    ['GET', '/b?list-type=2&prefix=overflow%2F', {}, 'ListObjectsV2'],
    ['GET', '/b/?list-type=2', {}, 'ListObjectsV2'],
    ['HEAD', '/b', {}, 'HeadBucket'],
    ['POST', '/b?delete=', {}, 'DeleteObjects'],
    ['POST', '/b/k?uploads=', {}, 'CreateMultipartUpload'],
    ['PUT', '/b/k?partNumber=1&uploadId=u', {}, 'UploadPart'],
    ['POST', '/b/k?uploadId=u', {}, 'CompleteMultipartUpload'],
    ['DELETE', '/b/k?uploadId=u', {}, 'AbortMultipartUpload'],
    ['GET', '/b/k?attributes=', {}, 'GetObjectAttributes'],
    ['GET', '/b?lifecycle=', {}, 'GetBucketLifecycleConfiguration'],
  ])('reads %s %s', (method, url, headers, action) => {
    expect(s3Action(method, url, headers)).toBe(action);
  });

  it.each([
    ['tagging, whose body the emulator would store as the object', 'PUT', '/b/k?tagging='],
    ['a version', 'GET', '/b/k?versionId=1'],
    ['an access list', 'PUT', '/b/k?acl='],
    ['making a bucket', 'PUT', '/b'],
    ['a form upload', 'POST', '/b'],
  ])('does not take %s for something else', (_name, method, url) => {
    expect(s3Action(method, url, {})).toBeUndefined();
  });
});

describe('s3Target', () => {
  it('tells bucket, key and query of a path', () => {
    const { bucket, key, query } = s3Target('/b/overflow/a%20b%2Bc?x-id=PutObject');
    expect([bucket, key, query.get('x-id')]).toEqual(['b', 'overflow/a b+c', 'PutObject']);
  });

  it('has an empty key for a bucket', () => {
    expect([s3Target('/b').key, s3Target('/b/').key]).toEqual(['', '']);
  });
});
