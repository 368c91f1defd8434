import { compilePolicy, type Statement } from '../iam/statement';
import type { QueuesAndObjects } from './fauxqs-emulator';

/** The policy that the API set for the queue of this ARN; undefined where it set none. */
export type QueuePolicies = (arn: string) => readonly Statement[] | undefined;

/** Each policy is compiled once; SetQueueAttributes refuses invalid ones. */
export function createQueuePolicies(emulator: Pick<QueuesAndObjects, 'queue'>): QueuePolicies {
  const compiled = new Map<string, readonly Statement[]>();
  return (arn) => {
    if (!arn.startsWith('arn:aws:sqs:')) return undefined;
    const queue = emulator.queue(arn.split(':').at(-1) ?? '');
    const text = queue?.arn === arn ? queue.getAttribute('Policy') : undefined;
    if (text === undefined) return undefined;
    const known = compiled.get(text);
    if (known !== undefined) return known;
    const statements = text === '' ? [] : compilePolicy(JSON.parse(text), arn);
    compiled.set(text, statements);
    return statements;
  };
}
