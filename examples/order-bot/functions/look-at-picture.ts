import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { EventBridgeEvent } from 'aws-lambda';
import type { CallbackDetail } from 'vibes-callbacks/events';
import { reply } from './reply';

const s3 = new S3Client({ forcePathStyle: process.env.AWS_ENDPOINT_URL !== undefined });

/** One picture message: the event says where its attachments are. */
export async function handler({ detail }: EventBridgeEvent<'MMS Message', CallbackDetail<'MMS Message'>>) {
  const { sender, attachments } = detail.data;
  const pictures = (attachments ?? []).filter(({ contentType }) => contentType?.startsWith('image/'));
  let bytes = 0;
  for (const { bucket, key } of pictures) {
    // An empty picture has no object.
    if (bucket === null || key === null) continue;
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    bytes += (await Body?.transformToByteArray())?.length ?? 0;
  }
  await reply(
    sender?.address ?? 'unknown',
    `We got ${pictures.length} pictures of ${bytes} bytes.`,
    detail.metadata.id,
  );
}
