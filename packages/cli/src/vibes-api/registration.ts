import { isRecord } from '../../../../lambda/shared/json';
import type { Scope, Target } from './callback-types';

/** A registration as Vibes' API shows it. It does not show the `X-API-Version` with which it was made. */
export interface Registration extends Target {
  readonly callbackId: string;
  readonly url: string;
  readonly method: string;
  readonly contentType: string;
  /** As sent: `yyyy-mm-dd` or ISO 8601. */
  readonly startDate: string | null;
  readonly endDate: string | null;
  readonly createdAt: string | null;
}

/** Undefined if it lacks what distinguishes registrations. */
export function readRegistration(value: unknown): Registration | undefined {
  if (!isRecord(value) || !isRecord(value.destination)) return undefined;
  const callbackId = textOf(value.callback_id);
  // `event_type` is the older name.
  const type = textOf(value.callback_type) ?? textOf(value.event_type);
  const url = textOf(value.destination.url);
  if (callbackId === null || type === null || url === null) return undefined;
  return {
    callbackId,
    type,
    url,
    scope: scopeOf(type, value),
    method: textOf(value.destination.method) ?? 'POST',
    contentType: textOf(value.destination.content_type) ?? 'application/json',
    startDate: textOf(value.start_date),
    endDate: textOf(value.end_date),
    // The API description has the first name, the page the second.
    createdAt: textOf(value.created_date) ?? textOf(value.created_at),
  };
}

/** Vibes' page shows the scope of a `device_removed` under `device_added`. */
function scopeOf(type: string, value: Readonly<Record<string, unknown>>): Scope {
  const names = type.startsWith('device_') ? [type, 'device_added', 'device_updated', 'device_removed'] : [type];
  const scope = names.map((name) => value[name]).find(isRecord) ?? {};
  return Object.fromEntries(
    Object.entries(scope).flatMap(([member, one]) => {
      const text = textOf(one);
      return text === null ? [] : [[member, text]];
    }),
  );
}

function textOf(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : null;
}
