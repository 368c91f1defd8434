import type { Deployment } from '../../template/deployment';
import type { Objects, QueuesAndObjects } from '../sqs/fauxqs-emulator';

/** The template's buckets: made where they are missing. Returns those that are new. */
export function provisionBuckets(deployment: Deployment, { objects }: QueuesAndObjects): readonly string[] {
  const missing = deployment
    .ofType('AWS::S3::Bucket')
    .map(({ ref }) => ref)
    .filter((name) => !objects.hasBucket(name));
  for (const name of missing) objects.createBucket(name);
  return missing;
}

/** Objects and their bytes in the template's buckets. */
export function bucketLevels(deployment: Deployment, { objects }: QueuesAndObjects): ReturnType<Objects['levels']> {
  const levels = deployment.ofType('AWS::S3::Bucket').map(({ ref }) => objects.levels(ref));
  return levels.reduce((sum, one) => ({ objects: sum.objects + one.objects, bytes: sum.bytes + one.bytes }), {
    objects: 0,
    bytes: 0,
  });
}
