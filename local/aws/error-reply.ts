import { randomUUID } from 'node:crypto';
import type { Reply, ServiceName } from './call';

export interface ServiceError {
  /** The service's own code: `AccessDeniedException`, `SlowDown`. */
  readonly code: string;
  readonly message: string;
  readonly status: number;
}

/** Errors that every service has, each under its own name and status. */
export type CommonError = 'denied' | 'unknown-key' | 'failure' | 'throttled' | 'unknown-action' | 'malformed';

type Table = Readonly<Record<CommonError, readonly [code: string, status: number]>>;

const json: Table = {
  denied: ['AccessDeniedException', 400],
  'unknown-key': ['UnrecognizedClientException', 400],
  failure: ['InternalFailure', 500],
  throttled: ['ThrottlingException', 400],
  'unknown-action': ['UnknownOperationException', 400],
  malformed: ['SerializationException', 400],
};

const tables: Readonly<Record<ServiceName, Table>> = {
  sqs: {
    ...json,
    denied: ['AccessDenied', 403],
    'unknown-key': ['InvalidClientTokenId', 403],
    throttled: ['RequestThrottled', 403],
  },
  dynamodb: {
    ...json,
    failure: ['InternalServerError', 500],
    throttled: ['ProvisionedThroughputExceededException', 400],
  },
  s3: {
    denied: ['AccessDenied', 403],
    'unknown-key': ['InvalidAccessKeyId', 403],
    failure: ['InternalError', 500],
    throttled: ['SlowDown', 503],
    'unknown-action': ['NotImplemented', 501],
    malformed: ['InvalidRequest', 400],
  },
  events: { ...json, failure: ['InternalException', 500] },
  secretsmanager: { ...json, failure: ['InternalServiceError', 500] },
};

export function commonError(service: ServiceName, error: CommonError, message: string): Reply {
  const [code, status] = tables[service][error];
  return errorReply(service, { code, message, status });
}

/** An error in the shape that the service's SDK client reads: XML for S3, JSON with `__type` for the others. */
export function errorReply(service: ServiceName, { code, message, status }: ServiceError): Reply {
  if (service === 's3') return xmlReply(code, message, status);
  const headers: Record<string, string> = {
    'content-type': jsonType(service),
    'x-amzn-requestid': randomUUID(),
    // SQS clients read the error's code from here (the query protocol's code, kept for compatibility).
    ...(service === 'sqs' ? { 'x-amzn-query-error': `${code};${status < 500 ? 'Sender' : 'Receiver'}` } : {}),
  };
  return { status, headers, body: JSON.stringify({ __type: `com.amazonaws.${service}#${code}`, message }) };
}

export function jsonReply(service: ServiceName, value: unknown): Reply {
  return {
    status: 200,
    headers: { 'content-type': jsonType(service), 'x-amzn-requestid': randomUUID() },
    body: JSON.stringify(value),
  };
}

function jsonType(service: ServiceName): string {
  return service === 'sqs' || service === 'dynamodb' ? 'application/x-amz-json-1.0' : 'application/x-amz-json-1.1';
}

function xmlReply(code: string, message: string, status: number): Reply {
  const requestId = randomUUID().replaceAll('-', '').slice(0, 16).toUpperCase();
  const text = message.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return {
    status,
    headers: { 'content-type': 'application/xml', 'x-amz-request-id': requestId },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${text}</Message><RequestId>${requestId}</RequestId></Error>`,
  };
}
