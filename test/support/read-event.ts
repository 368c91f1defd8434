import { FormatRegistry } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { Callback, DetailType, ReadPolicy } from '../../lambda/core/callback';
import type { Envelope } from '../../lambda/core/envelope';
import { toEvent } from '../../lambda/core/event';
import { readCallback } from '../../lambda/core/read-callback';
import { detailSchema } from '../../lambda/core/schemas/events';

export const policy: ReadPolicy = { bucket: 'bucket', requireRbmSignature: false };

export interface ReadEvent {
  readonly callback: Callback;
  readonly detailType: DetailType;
  /** `detail` as EventBridge gets it. */
  readonly json: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly data: Readonly<Record<string, unknown>>;
}

FormatRegistry.Set('date-time', (text) => !Number.isNaN(Date.parse(text)) && /^\d{4}-\d\d-\d\dT.*Z$/.test(text));
FormatRegistry.Set('uuid', (text) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text));

/** The event of a request, checked against its published schema. */
export async function readEvent(envelope: Envelope, overrides: Partial<ReadPolicy> = {}): Promise<ReadEvent> {
  const callback = await readCallback(envelope, { ...policy, ...overrides });
  const { detailType, detail } = toEvent(callback, envelope);
  const parsed: { metadata: Record<string, unknown>; data: Record<string, unknown> } = JSON.parse(detail);
  const [error] = Value.Errors(detailSchema(detailType), parsed);
  if (error) throw new Error(`${detailType} against its schema: ${error.path} ${error.message}`);
  return { callback, detailType, json: detail, ...parsed };
}
