import { setTimeout as delay } from 'node:timers/promises';
import type { AwsCall, Reply } from '../aws/protocols/call';
import { commonError } from '../aws/protocols/error-reply';
import { failEntries } from './fail-entries';
import type { Fault } from './fault';

/** How long an unanswered call is held if the caller does not disconnect. */
const heldMs = 60_000;

export interface FaultScene {
  readonly call: AwsCall;
  readonly carryOut: (call: AwsCall) => Promise<Reply>;
  readonly callerLeft: AbortSignal;
  /** Called once, when the fault has an effect on this call. */
  readonly strike: () => void;
  /** Kills the worker that calls. */
  readonly crash: () => void;
  /** Ends every wait: the local cloud stops. */
  readonly stopped: AbortSignal;
  readonly random: () => number;
}

/** The answer to a call that meets a fault; undefined: no answer. */
export async function meetFault(fault: Fault, scene: FaultScene): Promise<Reply | undefined> {
  const { call, carryOut, stopped } = scene;
  if (fault.mode !== 'partial') scene.strike();
  const wait = (ms: number) => delay(ms, undefined, { signal: stopped });
  switch (fault.mode) {
    case 'error':
      return commonError(call.service, 'failure', 'The fault made this call fail.');
    case 'throttle':
      return commonError(call.service, 'throttled', 'The fault throttled this call.');
    case 'timeout':
      await delay(heldMs, undefined, { signal: AbortSignal.any([scene.callerLeft, stopped]) }).catch(() => undefined);
      return undefined;
    case 'slow': {
      const reply = await carryOut(call);
      await wait(fault.delayMs ?? 0);
      return reply;
    }
    case 'late':
      await wait(fault.delayMs ?? 0);
      return carryOut(call);
    case 'crash-before':
      scene.crash();
      return undefined;
    case 'crash-after':
      await carryOut(call);
      scene.crash();
      return undefined;
    case 'partial':
      return failEntries(call, oftenAs(fault.rate ?? 1, scene), carryOut);
    default:
      return fault.mode satisfies never;
  }
}

/** Whether an entry fails; the first that does strikes the call. */
function oftenAs(rate: number, { random, strike }: FaultScene): () => boolean {
  let told = false;
  return () => {
    const fails = random() < rate;
    if (fails && !told) strike();
    told ||= fails;
    return fails;
  };
}
