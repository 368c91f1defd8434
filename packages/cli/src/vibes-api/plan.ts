import { type Scope, type Target, targetKey } from './callback-types';
import type { Registration } from './registration';

/** What to do at Vibes about one registration. */
export interface PlanStep {
  readonly type: string;
  readonly scope: Scope;
  /** Where the registration is now; for a new one, where it will be. */
  readonly url: string;
  readonly action: 'create' | 'same' | 'update' | 'replace' | 'leave';
  /** Null where it is not made yet. */
  readonly callbackId: string | null;
  readonly reason: string;
  /** The call of Vibes' API that it needs; null: none. */
  readonly call: 'POST' | 'PUT' | 'DELETE' | null;
}

/** A step that changes something at Vibes. */
export function isChange({ call }: PlanStep): boolean {
  return call !== null;
}

export interface PlanOptions {
  /** The stack's `PlatformUrl`. */
  readonly url: string;
  /** Registrations at other URLs are moved here, or cancelled where one is here already. A second one here is always cancelled. */
  readonly replace: boolean;
  readonly nowMs: number;
}

/** What to do so that each target is registered at the URL. It can be repeated. */
export function planRegistrations(
  targets: readonly Target[],
  registered: readonly Registration[],
  options: PlanOptions,
): readonly PlanStep[] {
  return targets.flatMap((target) => planTarget(target, registered, options));
}

function planTarget(target: Target, registered: readonly Registration[], options: PlanOptions): PlanStep[] {
  const same = registered.filter((one) => targetKey(one) === targetKey(target));
  const [ours, ...duplicates] = inOrder(
    same.filter(({ url }) => url === options.url),
    options.nowMs,
  );
  const [other, ...others] = inOrder(
    same.filter(({ url }) => url !== options.url),
    options.nowMs,
  );
  const step = (action: PlanStep['action'], reason: string, one?: Registration): PlanStep => ({
    ...{ type: target.type, scope: target.scope, url: one?.url ?? options.url, action },
    ...{ callbackId: one?.callbackId ?? null, reason, call: calls[action] },
  });
  const cancelled = (one: Registration): PlanStep =>
    options.replace || one.url === options.url
      ? { ...step('replace', 'cancelled: this stack has a registration already', one), call: 'DELETE' }
      : step('leave', 'at another URL: --replace moves it here, or cancels it where one is here already', one);
  if (ours === undefined && other !== undefined && options.replace) {
    return [step('replace', 'moved to this stack', other), ...others.map(cancelled)];
  }
  const rest = [...duplicates, ...(other === undefined ? [] : [other, ...others])].map(cancelled);
  if (ours === undefined) {
    const beside = other === undefined ? 'not registered yet' : 'beside the one at another URL, if Vibes allows both';
    return [step('create', beside), ...rest];
  }
  const wrong = whatIsWrong(ours, options.nowMs);
  return [wrong === undefined ? step('same', 'registered', ours) : step('update', wrong.reason, ours), ...rest];
}

const calls = { create: 'POST', same: null, update: 'PUT', replace: 'PUT', leave: null } as const;

/** One that works comes first: it is the one to keep. */
function inOrder(some: readonly Registration[], nowMs: number): readonly Registration[] {
  return [...some].sort(
    (a, b) => Number(whatIsWrong(a, nowMs) !== undefined) - Number(whatIsWrong(b, nowMs) !== undefined),
  );
}

export type Wrong = { readonly verdict: 'ended' | 'ends-soon' | 'other-method'; readonly reason: string };

const soonMs = 30 * 24 * 3_600_000;

/** How a registration at the right URL differs from what `connect platform` makes; undefined if it does not. */
export function whatIsWrong(
  { method, contentType, startDate, endDate }: Registration,
  nowMs: number,
): Wrong | undefined {
  const endsAtMs = endDate === null ? Number.POSITIVE_INFINITY : Date.parse(endDate);
  if (endsAtMs <= nowMs) return { verdict: 'ended', reason: `ended on ${endDate}` };
  if (endsAtMs <= nowMs + soonMs) return { verdict: 'ends-soon', reason: `ends on ${endDate}` };
  if (startDate !== null && Date.parse(startDate) > nowMs) {
    return { verdict: 'ended', reason: `does not begin before ${startDate}` };
  }
  if (method !== 'POST') return { verdict: 'other-method', reason: `calls with ${method} instead of POST` };
  if (contentType !== 'application/json') {
    return { verdict: 'other-method', reason: `calls with ${contentType} instead of application/json` };
  }
  return undefined;
}

/** Whether Vibes currently sends events for it. */
export function isActive({ startDate, endDate }: Registration, nowMs: number): boolean {
  const starts = startDate === null || !(Date.parse(startDate) > nowMs);
  return starts && (endDate === null || !(Date.parse(endDate) <= nowMs));
}
