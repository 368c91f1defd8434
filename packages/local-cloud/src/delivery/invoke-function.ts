import { randomUUID } from 'node:crypto';
import { parseJson } from '../base/parse-json';
import type { InvocationLog, InvocationResult } from '../lambda/invocation';
import type { AsyncConfig } from '../lambda/read-async-config';
import type { Deployment } from '../template/deployment';
import { authorize, type Permissions } from './authorize';
import {
  type Delivered,
  DeliveryFailure,
  DeliveryInterrupted,
  type Message,
  type Progress,
  type Send,
} from './message';
import { backOffMs, type Wait } from './wait';

/** A function of the stack that is run here. */
export interface RunFunction {
  readonly arn: string;
  readonly name: string;
  /** `$LATEST`, or the version or alias that it was called by. */
  readonly qualifier: string;
  readonly roleLogicalId: string;
  readonly config: AsyncConfig;
  invoke(payload: string, signal: AbortSignal, log: InvocationLog): Promise<InvocationResult>;
}

export interface FunctionParts {
  readonly deployment: Deployment;
  readonly permissions: Permissions;
  find(arn: string): RunFunction | undefined;
  /** To a destination or a dead-letter queue. */
  readonly send: Send;
  readonly wait: Wait;
  readonly nowMs: () => number;
  readonly random: () => number;
  /** A metric of Lambda's, by the function's name. */
  count(functionName: string, metric: AsyncMetric): void;
  /** A minute of Lambda's, which waits one before the second try and two before the third. */
  readonly minuteMs: number;
}

/** What Lambda counts of asynchronous invocations (developer guide, "Types of metrics for Lambda functions"). */
export type AsyncMetric =
  | 'AsyncEventsReceived'
  | 'AsyncEventsDropped'
  | 'DeadLetterErrors'
  | 'DestinationDeliveryFailures';

const maxLogLines = 200;
const maxLineLength = 4096;

type Failed = Exclude<InvocationResult, { status: 'ok' }>;

/**
 * Invokes a function as an event does: asynchronously, tried again by Lambda's own rules, which are not those of the
 * rule that it comes by; what fails for good goes to the function's destination or dead-letter queue.
 */
export function createFunctionSender(parts: FunctionParts): Send {
  return async (message, progress) => {
    const found = parts.find(message.to);
    if (found === undefined) throw new DeliveryFailure('NO_RESOURCE', `the function ${message.to} is not run here`);
    authorize(message, 'lambda:InvokeFunction', parts.deployment.accountId, parts.permissions);
    if (parseJson(message.body) === undefined)
      throw new DeliveryFailure('INVALID_JSON', 'the input that the target makes is not JSON');
    parts.count(found.name, 'AsyncEventsReceived');
    return run(found, message, progress, parts);
  };
}

async function run(found: RunFunction, message: Message, progress: Progress, parts: FunctionParts): Promise<Delivered> {
  const { config } = found;
  const { nowMs } = parts;
  const requestId = randomUUID();
  const since = nowMs();
  for (let invocations = 1; ; invocations += 1) {
    const startedMs = nowMs();
    const log: string[] = [];
    const result = await found.invoke(message.body, progress.signal, (line) => keep(line, log));
    const record = { requestId, invocations, message, result };
    if (result.status === 'ok') {
      await toDestination(config.onSuccessArn, found, recordOf(found, record, 'Success'), progress, parts);
      return { detail: `ran in ${Math.round(nowMs() - startedMs)} ms`, log };
    }
    if (result.status === 'not-run' && result.errorType === 'Abandoned') throw new DeliveryInterrupted('stopped');
    const delayMs = delayAfter(result, invocations, parts);
    const isOld = nowMs() + (delayMs ?? 0) - since > config.maxAgeMs;
    const isLast = isOld || delayMs === undefined || (result.status !== 'not-run' && invocations > config.maxRetries);
    if (isLast || delayMs === undefined) {
      const condition = isOld ? 'EventAgeExceeded' : 'RetriesExhausted';
      const kept = await parkFailed(found, { ...record, result, condition }, progress, parts);
      const [cause = '', ...more] = causeOf(result).split('\n');
      return { failed: true, detail: [`failed ${times(invocations)}: ${cause}${kept}`, ...more].join('\n'), log };
    }
    progress.onTry?.(causeOf(result), log);
    await parts.wait(delayMs, progress.signal);
  }
}

/** A limit for functions that log without end. */
function keep(line: string, log: string[]): void {
  if (log.length < maxLogLines) log.push(line.slice(0, maxLineLength));
}

/** A function error: a minute, then two (developer guide, "Asynchronous invocation"); a throttle: a second and more. */
function delayAfter({ status }: Failed, invocations: number, { minuteMs, random }: FunctionParts): number {
  return status === 'not-run' ? backOffMs(invocations, random) : invocations * minuteMs;
}

interface InvocationRecord {
  readonly requestId: string;
  readonly invocations: number;
  readonly message: Message;
  readonly result: InvocationResult;
}

/**
 * Every event that failed for good is counted as dropped, also one that is kept. @returns where it is, for the line of
 * it
 */
async function parkFailed(
  found: RunFunction,
  record: InvocationRecord & { readonly result: Failed; readonly condition: string },
  progress: Progress,
  parts: FunctionParts,
): Promise<string> {
  const { config, name } = found;
  parts.count(name, 'AsyncEventsDropped');
  const body = recordOf(found, record, record.condition);
  const isSent = await toDestination(config.onFailureArn, found, body, progress, parts);
  const isParked = await toDeadLetters(found, record, progress, parts);
  if (isSent) return ' (in its failure destination)';
  return isParked ? ' (in its dead-letter queue)' : '';
}

async function toDeadLetters(
  { config: { deadLetterArn }, arn, name, roleLogicalId }: RunFunction,
  { requestId, result, message }: InvocationRecord & { readonly result: Failed },
  progress: Progress,
  { send, count }: FunctionParts,
): Promise<boolean> {
  if (deadLetterArn === undefined) return false;
  const attributes = { RequestID: requestId, ErrorCode: 200, ErrorMessage: messageOf(result).slice(0, 1024) };
  const from = { service: 'lambda.amazonaws.com', sourceArn: arn, roleLogicalId };
  const letter = { to: deadLetterArn, body: message.body, from, attributes };
  return orCount(
    () => send(letter, progress),
    () => count(name, 'DeadLetterErrors'),
  );
}

async function toDestination(
  to: string | undefined,
  { arn, name, roleLogicalId }: RunFunction,
  record: unknown,
  progress: Progress,
  { send, count }: FunctionParts,
): Promise<boolean> {
  if (to === undefined) return false;
  const from = { service: 'lambda.amazonaws.com', sourceArn: arn, roleLogicalId };
  const sent = { to, body: JSON.stringify(record), from };
  return orCount(
    () => send(sent, progress),
    () => count(name, 'DestinationDeliveryFailures'),
  );
}

/** A destination that refuses it does not concern EventBridge, which was done when Lambda had the event. */
async function orCount(send: () => Promise<unknown>, onFailure: () => void): Promise<boolean> {
  try {
    await send();
    return true;
  } catch (error) {
    if (!(error instanceof DeliveryFailure)) throw error;
    onFailure();
    return false;
  }
}

/** What a destination gets (developer guide, "Capturing records of asynchronous invocations"). */
function recordOf(
  { arn, qualifier }: RunFunction,
  { requestId, invocations, message, result }: InvocationRecord,
  condition: string,
): unknown {
  const isOk = result.status === 'ok';
  const answer = isOk
    ? parsed(result.payload.toString())
    : { errorType: result.errorType, errorMessage: messageOf(result) };
  return {
    version: '1.0',
    timestamp: new Date().toISOString(),
    requestContext: { requestId, functionArn: `${arn}:${qualifier}`, condition, approximateInvokeCount: invocations },
    requestPayload: parsed(message.body),
    responseContext: {
      statusCode: 200,
      executedVersion: '$LATEST',
      ...(isOk ? {} : { functionError: 'Unhandled' }),
    },
    responsePayload: answer,
  };
}

/** As Lambda passes it on: the type is in another field. */
function messageOf(result: Failed): string {
  return result.status === 'function-error' ? result.message : result.errorType;
}

function causeOf(result: Failed): string {
  return result.status === 'function-error' ? `${result.errorType}: ${result.message}` : result.errorType;
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

function parsed(text: string): unknown {
  const value = parseJson(text);
  return value === undefined ? text : value;
}
