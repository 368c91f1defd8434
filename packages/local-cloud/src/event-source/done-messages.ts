import type { Message } from '@aws-sdk/client-sqs';
import { parseJson } from '../base/parse-json';
import type { InvocationResult } from '../lambda/invocation';
import { isRecord } from '../template/properties';

/**
 * Which messages of a batch the function is done with, so that they are deleted. The rest becomes visible again when
 * its visibility timeout ends. As the service reads a partial batch response: no list or an empty one is success,
 * one that names what was not in the batch, or is malformed, fails the batch.
 */
export function doneMessages(
  messages: readonly Message[],
  result: InvocationResult,
  reportsBatchItemFailures: boolean,
): readonly Message[] {
  if (result.status !== 'ok') return [];
  if (!reportsBatchItemFailures) return messages;
  const failed = failedIds(result.payload);
  if (failed === undefined) return [];
  const known = new Set(messages.map(({ MessageId }) => MessageId));
  if ([...failed].some((id) => !known.has(id))) return [];
  return messages.filter(({ MessageId }) => MessageId !== undefined && !failed.has(MessageId));
}

function failedIds(payload: Buffer): ReadonlySet<string> | undefined {
  const response = parseJson(payload);
  if (response === null || response === '') return new Set();
  if (!isRecord(response)) return undefined;
  const { batchItemFailures: failures = null } = response;
  if (failures === null) return new Set();
  if (!Array.isArray(failures)) return undefined;
  const ids = failures.map((failure) => (isRecord(failure) ? failure.itemIdentifier : undefined));
  const named = ids.filter((id) => typeof id === 'string').filter((id) => id !== '');
  return named.length === ids.length ? new Set(named) : undefined;
}
