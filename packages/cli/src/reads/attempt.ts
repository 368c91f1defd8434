import type { OpsContext } from '../frame/context';
import type { Deadline } from '../frame/deadline';
import { explain } from '../frame/explain-error';

/**
 * Reads one of several sources. If it fails, the others still have an answer: it is left out, and `otherwise` takes its
 * place.
 * @throws a failure that the other calls have too, or that the user can fix: credentials, permissions
 */
export async function attempt<T, U>(
  context: OpsContext,
  deadline: Deadline,
  what: string,
  read: () => Promise<T>,
  otherwise: U,
): Promise<T | U> {
  try {
    return await read();
  } catch (error) {
    context.io.interrupted.throwIfAborted();
    const { code, message } = explain(error, { dataFolder: context.access.dataFolder, profile: undefined });
    if (code !== 'aws-call-failed' && code !== 'unreachable') throw error;
    deadline.fail(what, message);
    return otherwise;
  }
}
