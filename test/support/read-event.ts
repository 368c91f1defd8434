import type { Callback, ReadPolicy } from '../../lambda/reader/callback';
import { toEvent } from '../../lambda/reader/event';
import type { DetailType } from '../../lambda/reader/families';
import { readCallback } from '../../lambda/reader/read-callback';
import type { Envelope } from '../../lambda/shared/envelope';
import { checkDetail } from '../../packages/proof/src/support/check-detail';
import { generatorKey } from '../../packages/proof/src/vibes/expected-identity';

export const policy: ReadPolicy = { bucket: 'bucket', requireRbmSignature: false, identityKey: generatorKey };

export interface ReadEvent {
  readonly callback: Callback;
  readonly detailType: DetailType;
  /** `detail` as EventBridge gets it. */
  readonly json: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The event of a request, checked against its published schema. */
export async function readEvent(envelope: Envelope, overrides: Partial<ReadPolicy> = {}): Promise<ReadEvent> {
  const callback = await readCallback(envelope, { ...policy, ...overrides });
  const { detailType, detail } = toEvent(callback, envelope);
  const parsed: { metadata: Record<string, unknown>; data: Record<string, unknown> } = JSON.parse(detail);
  checkDetail(detailType, parsed);
  return { callback, detailType, json: detail, ...parsed };
}
