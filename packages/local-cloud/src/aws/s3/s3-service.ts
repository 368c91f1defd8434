import type { Requirement } from '../iam/authorizer';
import type { AwsCall, AwsService, Reply } from '../protocols/call';
import { commonError, errorReply } from '../protocols/error-reply';
import type { QueuesAndObjects } from '../sqs/fauxqs-emulator';
import type { Notifications } from './notifications';
import { s3Actions, s3Target } from './s3-action';

/** Actions of the API that have another name in IAM. */
const permissions: Readonly<Record<string, string>> = {
  HeadObject: 'GetObject',
  GetObjectAttributes: 'GetObject',
  CopyObject: 'PutObject',
  CreateMultipartUpload: 'PutObject',
  UploadPart: 'PutObject',
  CompleteMultipartUpload: 'PutObject',
  DeleteObjects: 'DeleteObject',
  ListObjectsV2: 'ListBucket',
  HeadBucket: 'ListBucket',
  GetBucketLifecycleConfiguration: 'GetLifecycleConfiguration',
  PutBucketLifecycleConfiguration: 'PutLifecycleConfiguration',
};

const creations: Readonly<Record<string, string>> = {
  PutObject: 'ObjectCreated:Put',
  CopyObject: 'ObjectCreated:Copy',
  CompleteMultipartUpload: 'ObjectCreated:CompleteMultipartUpload',
};

/** S3: the emulator's, with its gaps filled and the bucket's notifications sent. */
export function createS3Service(emulator: QueuesAndObjects, notifications: Notifications): AwsService {
  const beingWritten = new Set<string>();
  return {
    actions: s3Actions,
    requirements: requirementsOf,
    handle: async (call, allows) => {
      if (call.headers['if-match'] !== undefined) {
        return commonError('s3', 'unknown-action', 'The local cloud does not support If-Match.');
      }
      if (call.headers['if-none-match'] === '*') return writeIfAbsent(call, emulator, notifications, beingWritten);
      const reply = await write(call, emulator, notifications);
      return reply.status === 404 && isRead(call) && !allows(listing(call)) ? hidden(call) : reply;
    },
  };
}

/** The emulator would overwrite. Two writers at once: S3 answers the later one 409. */
async function writeIfAbsent(
  call: AwsCall,
  emulator: QueuesAndObjects,
  notifications: Notifications,
  beingWritten: Set<string>,
): Promise<Reply> {
  const { bucket, key } = s3Target(call.url);
  const name = `${bucket}/${key}`;
  if (emulator.objects.head(bucket, key) !== undefined) return refusal('PreconditionFailed', 412);
  if (beingWritten.has(name)) return refusal('ConditionalRequestConflict', 409);
  beingWritten.add(name);
  try {
    return await write(call, emulator, notifications);
  } finally {
    beingWritten.delete(name);
  }
}

async function write(call: AwsCall, emulator: QueuesAndObjects, notifications: Notifications): Promise<Reply> {
  const { bucket, key } = s3Target(call.url);
  const eventName = creations[call.action];
  if (eventName === undefined || !notifications.concerns(bucket, key)) return emulator.handle(call);
  const replies: Reply[] = [];
  await notifications.around({ bucket, key, eventName }, async () => {
    const reply = await emulator.handle(call);
    replies.push(reply);
    return reply.status === 200;
  });
  return replies[0] ?? commonError('s3', 'failure', 'The object was not stored.');
}

function requirementsOf(call: AwsCall): readonly Requirement[] {
  const { bucket, key, query } = s3Target(call.url);
  const action = `s3:${permissions[call.action] ?? call.action}`;
  if (key === '' && call.action !== 'DeleteObjects') {
    const context = { 's3:prefix': query.get('prefix') ?? undefined };
    return [{ action, resource: `arn:aws:s3:::${bucket}`, context }];
  }
  const keys = call.action === 'DeleteObjects' ? keysToDelete(call.body) : [key];
  const context = { 's3:if-none-match': call.headers['if-none-match'] };
  const own = keys.map((name) => ({ action, resource: `arn:aws:s3:::${bucket}/${name}`, context }));
  const source = call.headers['x-amz-copy-source'];
  if (typeof source !== 'string') return own;
  const copied = decodeURIComponent(source).replace(/^\//, '');
  return [...own, { action: 's3:GetObject', resource: `arn:aws:s3:::${copied}` }];
}

function keysToDelete(body: Buffer): string[] {
  const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  const text = (xml: string) => xml.replace(/&(amp|lt|gt|quot|apos);/g, (_match, name: string) => entities[name] ?? '');
  return [...body.toString().matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = '']) => text(key));
}

function isRead({ action }: AwsCall): boolean {
  return action === 'GetObject' || action === 'HeadObject';
}

/** A caller without ListBucket gets 403 instead of 404 (S3 API reference, GetObject). */
function listing({ url }: AwsCall): Requirement {
  return { action: 's3:ListBucket', resource: `arn:aws:s3:::${s3Target(url).bucket}` };
}

function hidden({ url }: AwsCall): Reply {
  return commonError('s3', 'denied', `No permission to list ${s3Target(url).bucket}, and the object is not there.`);
}

function refusal(code: string, status: number): Reply {
  return errorReply('s3', { code, status, message: 'At least one of the pre-conditions you specified did not hold.' });
}
