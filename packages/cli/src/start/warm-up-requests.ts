import type { WarmUpRequest } from '@vibes-callbacks/local-cloud';
import { callbackProof } from './callback-proof';
import type { StackOwner } from './stack-owner';

/** More than SQS takes, and as much as an MMS has. */
const largeBytes = 3 * 1024 * 1024;

/** One request for each path through ingest: a secret and the queue, the bucket, the other secret. */
export async function warmUpRequests(
  owner: Pick<StackOwner, 'setMoCredentials' | 'rbmSecret'>,
): Promise<readonly WarmUpRequest[]> {
  const secrets = { credentials: () => owner.setMoCredentials({}), rbmSecret: () => owner.rbmSecret() };
  const request = async (path: string, body: Buffer): Promise<WarmUpRequest> => ({
    method: 'POST',
    path,
    headers: await callbackProof(path, body, secrets),
    body,
  });
  const signed = (await owner.rbmSecret()) === undefined ? [] : [await request('/rbm', Buffer.from('{}'))];
  return [
    await request('/sms/mo', Buffer.from('<warmUp/>')),
    await request('/mms/mo', Buffer.alloc(largeBytes)),
    ...signed,
  ];
}
