import { randomUUID } from 'node:crypto';
import type { Invocation } from './invocation';

/** One that is asked for now. */
export function newInvocation(asked: Omit<Invocation, 'id' | 'sinceMs'>): Invocation {
  return { id: randomUUID(), sinceMs: performance.now(), ...asked };
}
