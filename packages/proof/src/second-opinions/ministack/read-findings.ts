import { HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { comparePublished, readPublishedLine } from '../../simulator/compare-events';
import type { Delivery } from '../../simulator/delivery';
import { checkDetail } from '../../support/check-detail';

/** Compares the answers that Vibes got with what was published: one sentence for each difference. */
export function compareWithSent(deliveries: readonly Delivery[], events: readonly string[]): readonly string[] {
  const accepted = deliveries.filter(({ outcome }) => outcome === 'accepted');
  const report = comparePublished(
    deliveries.map(({ callback }) => callback),
    accepted.map(({ callback }) => callback),
    events.map(readPublishedLine),
  );
  const refused = deliveries.filter(({ outcome }) => outcome !== 'accepted');
  return [
    ...refused.map(({ callback: { key }, attempts }) => `never accepted: ${key} (${attempts.at(-1)?.status})`),
    ...report.lost.map((key) => `accepted and lost: ${key}`),
    ...report.unexpected.map((key) => `published, but never sent: ${key}`),
    ...(report.repeatsWithAnotherId > 0 ? [`${report.repeatsWithAnotherId} repeats with another id`] : []),
  ];
}

/** Where events differ from their published schemas. */
export function compareWithSchemas(events: readonly string[]): readonly string[] {
  return events.flatMap((text) => {
    const event = JSON.parse(text);
    try {
      checkDetail(event['detail-type'], event.detail);
      return [];
    } catch (error) {
      return [error instanceof Error ? error.message : String(error)];
    }
  });
}

interface StoredObject {
  readonly bucket: string;
  readonly key: string;
}

/** Objects that events name and S3 does not have. */
export async function missingObjects(s3: S3Client, objects: readonly StoredObject[]): Promise<readonly string[]> {
  const looked = objects.map(async ({ bucket, key }) =>
    s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key })).then(
      () => [],
      () => [`named by an event and not in the bucket: ${key}`],
    ),
  );
  return (await Promise.all(looked)).flat();
}

/** Every `{ bucket, key }` in the events. */
export function objectsNamedBy(value: unknown): readonly StoredObject[] {
  if (Array.isArray(value)) return value.flatMap(objectsNamedBy);
  if (typeof value !== 'object' || value === null) return [];
  const { bucket, key }: { bucket?: unknown; key?: unknown } = value;
  if (typeof bucket === 'string' && typeof key === 'string') return [{ bucket, key }];
  return Object.values(value).flatMap(objectsNamedBy);
}
