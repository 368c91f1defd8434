import type { AwsCall, Reply } from '../../../src/aws/protocols/call';
import type { Notifications } from '../../../src/aws/s3/notifications';
import { s3Action } from '../../../src/aws/s3/s3-action';
import { createS3Service } from '../../../src/aws/s3/s3-service';
import type { QueuesAndObjects } from '../../../src/aws/sqs/fauxqs-emulator';

interface World {
  readonly stored: Set<string>;
  readonly told: string[];
  readonly written: string[];
}

/** A service over an emulator that stores what is put under `overflow/` and finds what was stored. */
function given(concerns: (key: string) => boolean = () => false) {
  const world: World = { stored: new Set(), told: [], written: [] };
  const emulator: QueuesAndObjects = Object.create({
    handle: async ({ method, url }: AwsCall): Promise<Reply> => {
      if (method === 'PUT') {
        world.written.push(url);
        await Promise.resolve();
        world.stored.add(url);
      }
      return { status: world.stored.has(url) ? 200 : 404, headers: {}, body: '' };
    },
    objects: {
      head: (bucket: string, key: string) =>
        world.stored.has(`/${bucket}/${key}`) ? { size: 1, etag: 'e' } : undefined,
    },
  });
  const notifications: Notifications = {
    concerns: (_bucket, key) => concerns(key),
    around: async ({ key, eventName }, store) => {
      if (await store()) world.told.push(`${eventName} ${key}`);
    },
    sendTestEvents: async () => undefined,
    sendPending: async () => undefined,
  };
  return { world, service: createS3Service(emulator, notifications) };
}

function call(method: string, url: string, headers: Record<string, string> = {}, body = ''): AwsCall {
  const action = s3Action(method, url, headers) ?? '';
  return { service: 's3', protocol: 's3', action, method, url, headers, body: Buffer.from(body), input: {} };
}

const always = () => true;

describe('S3', () => {
  it('notifies of a new object that a rule matches, and of no other', async () => {
    const { world, service } = given((key) => key.startsWith('overflow/'));
    await service.handle(call('PUT', '/b/overflow/1'), always);
    await service.handle(call('PUT', '/b/attachments/1'), always);
    expect(world.told).toEqual(['ObjectCreated:Put overflow/1']);
    expect(world.written).toEqual(['/b/overflow/1', '/b/attachments/1']);
  });

  it('overwrites, unless it is asked not to', async () => {
    const { service, world } = given();
    const ifAbsent = call('PUT', '/b/k', { 'if-none-match': '*' });
    expect((await service.handle(ifAbsent, always)).status).toBe(200);
    const again = await service.handle(ifAbsent, always);
    expect([again.status, String(again.body)]).toEqual([412, expect.stringContaining('PreconditionFailed')]);
    expect((await service.handle(call('PUT', '/b/k'), always)).status).toBe(200);
    expect(world.written).toHaveLength(2);
  });

  it('lets one of two writers at once win', async () => {
    const { service } = given();
    const ifAbsent = call('PUT', '/b/k', { 'if-none-match': '*' });
    const replies = await Promise.all([service.handle(ifAbsent, always), service.handle(ifAbsent, always)]);
    expect(replies.map(({ status }) => status)).toEqual([200, 409]);
  });

  it('says 404 only to who may list the bucket', async () => {
    const { service } = given();
    const missing = call('GET', '/b/none');
    expect((await service.handle(missing, always)).status).toBe(404);
    expect((await service.handle(missing, () => false)).status).toBe(403);
  });

  it('does not do what it would do otherwise than S3', async () => {
    const { service } = given();
    expect((await service.handle(call('PUT', '/b/k', { 'if-match': 'e' }), always)).status).toBe(501);
  });

  it.each<[string, AwsCall, readonly (readonly [string, string])[]]>([
    ['an object', call('PUT', '/b/a%20b'), [['s3:PutObject', 'arn:aws:s3:::b/a b']]],
    ['a HEAD', call('HEAD', '/b/k'), [['s3:GetObject', 'arn:aws:s3:::b/k']]],
    ['a list', call('GET', '/b?prefix=p'), [['s3:ListBucket', 'arn:aws:s3:::b']]],
    [
      'a copy',
      call('PUT', '/b/k', { 'x-amz-copy-source': '/from/a%20b' }),
      [
        ['s3:PutObject', 'arn:aws:s3:::b/k'],
        ['s3:GetObject', 'arn:aws:s3:::from/a b'],
      ],
    ],
    [
      'many deletions',
      call(
        'POST',
        '/b?delete',
        {},
        '<Delete><Object><Key>a</Key></Object><Object><Key>b&amp;c</Key></Object></Delete>',
      ),
      [
        ['s3:DeleteObject', 'arn:aws:s3:::b/a'],
        ['s3:DeleteObject', 'arn:aws:s3:::b/b&c'],
      ],
    ],
  ])('requires of %s what IAM knows it by', (_what, asked, required) => {
    const { service } = given();
    expect(service.requirements(asked).map(({ action, resource }) => [action, resource])).toEqual(required);
  });
});
