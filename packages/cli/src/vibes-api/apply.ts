import { scopeMember, type Target, targetKey } from './callback-types';
import { type VibesApiClient, VibesApiError } from './client';
import { isChange, type PlanOptions, type PlanStep, whatIsWrong } from './plan';
import type { Registration } from './registration';

/** What became of one step. */
export interface AppliedStep {
  readonly target: Target;
  readonly action: PlanStep['action'];
  readonly callbackId: string | null;
  /** `refused`: Vibes does not do it. `failed`: it is not known to be done. `not-tried`: one before it failed. */
  readonly status: 'done' | 'refused' | 'failed' | 'not-tried';
  readonly reason: string;
}

/**
 * Carries the plan out, one call after the other, and then reads what is registered: an answer that was lost says nothing
 * about the call, and an answer without a body has no id. A refusal is about one registration; after any other failure the
 * rest is not tried. Where this stack did not get its own registration, none is cancelled in its favor.
 */
export async function applyPlan(
  api: VibesApiClient,
  plan: readonly PlanStep[],
  { url, nowMs }: Pick<PlanOptions, 'url' | 'nowMs'>,
): Promise<readonly AppliedStep[]> {
  const applied: AppliedStep[] = [];
  const lacking = new Set<string>();
  let stopped: string | undefined;
  for (const step of plan.filter(isChange)) {
    const target = { type: step.type, scope: step.scope };
    const about = { target, action: step.action, callbackId: step.callbackId };
    if (stopped !== undefined) {
      applied.push({ ...about, status: 'not-tried', reason: stopped });
      continue;
    }
    if (step.call === 'DELETE' && lacking.has(targetKey(step))) {
      applied.push({ ...about, status: 'not-tried', reason: 'This stack has no registration in its place.' });
      continue;
    }
    try {
      const callbackId = await carryOut(api, step, url);
      applied.push({ ...about, callbackId, status: 'done', reason: step.reason });
    } catch (error) {
      if (!(error instanceof VibesApiError)) throw error;
      const isAnswer = error.kind === 'refused' || error.kind === 'not-found';
      if (!isAnswer) stopped = error.message;
      if (step.call !== 'DELETE') lacking.add(targetKey(step));
      applied.push({ ...about, status: isAnswer ? 'refused' : 'failed', reason: refusal(error, step) });
    }
  }
  return checked(api, applied, plan, { url, nowMs });
}

async function carryOut(api: VibesApiClient, step: PlanStep, url: string): Promise<string | null> {
  const { callbackId, call } = step;
  const destination = { url, method: 'POST', content_type: 'application/json' };
  const body = { callback_type: step.type, ...scopeMember(step), destination };
  if (callbackId === null) return (await api.create(body)) ?? null;
  if (call === 'DELETE') await api.cancel(callbackId);
  else await api.update(callbackId, body);
  return callbackId;
}

function refusal({ kind, message }: VibesApiError, { action }: PlanStep): string {
  const hint = 'If the type is registered at another URL, --replace moves that registration here.';
  return kind === 'refused' && action === 'create' ? `${message} ${hint}` : message;
}

async function checked(
  api: VibesApiClient,
  applied: readonly AppliedStep[],
  plan: readonly PlanStep[],
  { url, nowMs }: Pick<PlanOptions, 'url' | 'nowMs'>,
): Promise<readonly AppliedStep[]> {
  let registered: readonly Registration[];
  try {
    registered = await api.registrations();
  } catch (error) {
    if (!(error instanceof VibesApiError)) throw error;
    return applied;
  }
  const cancelled = new Set(plan.filter(({ call }) => call === 'DELETE').map(({ callbackId }) => callbackId));
  return applied.map((step) => {
    if (step.status === 'not-tried') return step;
    if (cancelled.has(step.callbackId)) {
      const isGone = registered.every(({ callbackId }) => callbackId !== step.callbackId);
      return outcome(step, isGone, step.callbackId, 'Vibes still lists it');
    }
    const ours = registered.filter((one) => one.url === url && targetKey(one) === targetKey(step.target));
    // One that was to be updated is listed as well where the update was lost.
    const right = ours.find((one) => whatIsWrong(one, nowMs) === undefined);
    const [listed] = ours.map((one) => whatIsWrong(one, nowMs)?.reason);
    const why = listed === undefined ? 'Vibes does not list it' : `Vibes still lists it as it was: ${listed}`;
    return outcome(step, right !== undefined, right?.callbackId ?? step.callbackId, why);
  });
}

function outcome(step: AppliedStep, isThere: boolean, callbackId: string | null, why: string): AppliedStep {
  if (isThere) {
    return { ...step, callbackId, status: 'done', reason: thereBecause(step) };
  }
  return step.status === 'done' ? { ...step, status: 'failed', reason: `${why}.` } : step;
}

function thereBecause({ status, reason }: AppliedStep): string {
  if (status === 'failed') return 'done, although its answer was lost';
  return status === 'refused' ? 'refused, but it is as it should be' : reason;
}
