import { sha256Hex, signatureOf, signingKey } from '../../../src/aws/server/sigv4';

const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
const secretOfS3 = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

describe('a signature is the one of the examples that AWS publishes', () => {
  it('for a call of IAM (general reference, "Signature Version 4 signing process")', () => {
    const scope = { date: '20150830', region: 'us-east-1', service: 'iam' };
    const signature = signatureOf(signingKey(secret, scope), scope, {
      method: 'GET',
      url: '/?Action=ListUsers&Version=2010-05-08',
      headers: {
        'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
        host: 'iam.amazonaws.com',
        'x-amz-date': '20150830T123600Z',
      },
      signedHeaders: ['content-type', 'host', 'x-amz-date'],
      payloadHash: sha256Hex(''),
      time: '20150830T123600Z',
    });
    expect(signature).toBe('5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7');
  });

  const scope = { date: '20130524', region: 'us-east-1', service: 's3' };
  const time = '20130524T000000Z';
  const host = 'examplebucket.s3.amazonaws.com';

  it('for GetObject (S3 API reference, "Authenticating requests: using the Authorization header")', () => {
    const headers = { host, range: 'bytes=0-9', 'x-amz-content-sha256': sha256Hex(''), 'x-amz-date': time };
    const signature = signatureOf(signingKey(secretOfS3, scope), scope, {
      ...{ method: 'GET', url: '/test.txt', headers, time },
      signedHeaders: ['host', 'range', 'x-amz-content-sha256', 'x-amz-date'],
      payloadHash: sha256Hex(''),
    });
    expect(signature).toBe('f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41');
  });

  it('for PutObject, whose path has a $ in it', () => {
    const headers = {
      date: 'Fri, 24 May 2013 00:00:00 GMT',
      host,
      'x-amz-content-sha256': sha256Hex('Welcome to Amazon S3.'),
      'x-amz-date': time,
      'x-amz-storage-class': 'REDUCED_REDUNDANCY',
    };
    const signature = signatureOf(signingKey(secretOfS3, scope), scope, {
      ...{ method: 'PUT', url: '/test%24file.text', headers, time },
      signedHeaders: Object.keys(headers),
      payloadHash: sha256Hex('Welcome to Amazon S3.'),
    });
    expect(signature).toBe('98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd');
  });

  it('for a presigned URL ("Authenticating requests: using query parameters")', () => {
    const query =
      'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host';
    const expected = 'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404';
    const signature = signatureOf(signingKey(secretOfS3, scope), scope, {
      ...{ method: 'GET', url: `/test.txt?${query}&X-Amz-Signature=${expected}`, headers: { host }, time },
      signedHeaders: ['host'],
      payloadHash: 'UNSIGNED-PAYLOAD',
    });
    expect(signature).toBe(expected);
  });
});
