import { randomUUID } from 'node:crypto';
import type { AwsCall, Protocol, Reply, ServiceName } from './call';
import { writeCbor } from './cbor';
import { cborHeaders, jsonType } from './write-answer';
import { writeQueryError } from './write-query';

export interface ServiceError {
  /** The service's own code: `AccessDeniedException`, `SlowDown`. */
  readonly code: string;
  readonly message: string;
  readonly status: number;
}

/** Errors that every service has, each under its own name and status. */
export type CommonError =
  | 'denied'
  | 'unknown-key'
  | 'bad-signature'
  | 'failure'
  | 'throttled'
  | 'unknown-action'
  | 'malformed';

type Table = Readonly<Record<CommonError, readonly [code: string, status: number]>>;

const json: Table = {
  denied: ['AccessDeniedException', 400],
  'unknown-key': ['UnrecognizedClientException', 400],
  'bad-signature': ['InvalidSignatureException', 400],
  failure: ['InternalFailure', 500],
  throttled: ['ThrottlingException', 400],
  'unknown-action': ['UnknownOperationException', 400],
  malformed: ['SerializationException', 400],
};

const query: Table = {
  denied: ['AccessDenied', 403],
  'unknown-key': ['InvalidClientTokenId', 403],
  'bad-signature': ['SignatureDoesNotMatch', 403],
  failure: ['InternalFailure', 500],
  throttled: ['Throttling', 400],
  'unknown-action': ['InvalidAction', 400],
  malformed: ['MalformedQueryString', 400],
};

const rest: Table = {
  ...json,
  denied: ['AccessDeniedException', 403],
  'unknown-key': ['UnrecognizedClientException', 403],
  'bad-signature': ['InvalidSignatureException', 403],
  throttled: ['TooManyRequestsException', 429],
  'unknown-action': ['UnknownOperationException', 404],
};

const tables: Readonly<Record<ServiceName, Table>> = {
  sqs: {
    ...json,
    denied: ['AccessDenied', 403],
    'unknown-key': ['InvalidClientTokenId', 403],
    'bad-signature': ['SignatureDoesNotMatch', 403],
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
    'bad-signature': ['SignatureDoesNotMatch', 403],
    failure: ['InternalError', 500],
    throttled: ['SlowDown', 503],
    'unknown-action': ['NotImplemented', 501],
    malformed: ['InvalidRequest', 400],
  },
  events: { ...json, failure: ['InternalException', 500] },
  secretsmanager: { ...json, failure: ['InternalServiceError', 500] },
  logs: json,
  cloudformation: query,
  cloudwatch: query,
  sns: query,
  sts: query,
  lambda: rest,
  apigateway: rest,
};

/** Whom an error is for: a call, or a service in the protocol that its clients speak. */
type Addressee = ServiceName | Pick<AwsCall, 'service' | 'protocol'>;

const protocols: Readonly<Partial<Record<ServiceName, Protocol>>> = {
  s3: 's3',
  cloudformation: 'query',
  sns: 'query',
  sts: 'query',
  lambda: 'rest-json',
  apigateway: 'rest-json',
};

export function commonError(to: Addressee, error: CommonError, message: string): Reply {
  const [code, status] = tables[typeof to === 'string' ? to : to.service][error];
  return errorReply(to, { code, message, status });
}

/** An error in the shape that the service's clients read. */
export function errorReply(to: Addressee, { code, message, status }: ServiceError): Reply {
  const call = typeof to === 'string' ? { service: to, protocol: protocols[to] ?? 'json' } : to;
  const { service, protocol } = call;
  const requestId = randomUUID();
  const __type = `com.amazonaws.${service}#${code}`;
  switch (protocol) {
    case 's3':
      return xmlReply(code, message, status);
    case 'query': {
      const headers = { 'content-type': 'text/xml', 'x-amzn-requestid': requestId };
      return { status, headers, body: writeQueryError(service, { code, message, status }, requestId) };
    }
    case 'cbor': {
      const headers = { ...cborHeaders, ...queryErrorHeader(service, code, status), 'x-amzn-requestid': requestId };
      return { status, headers, body: writeCbor({ __type, message }) };
    }
    case 'json':
    case 'rest-json': {
      const headers: Record<string, string> = {
        'content-type': jsonType(service),
        'x-amzn-requestid': requestId,
        ...(protocol === 'rest-json' ? { 'x-amzn-errortype': code } : queryErrorHeader(service, code, status)),
      };
      return { status, headers, body: JSON.stringify({ __type, message }) };
    }
    default:
      return protocol satisfies never;
  }
}

/** Clients of a service that had the query protocol before read its code from here (kept for compatibility). */
function queryErrorHeader(service: ServiceName, code: string, status: number): Record<string, string> {
  if (service !== 'sqs' && service !== 'cloudwatch') return {};
  return { 'x-amzn-query-error': `${code};${status < 500 ? 'Sender' : 'Receiver'}` };
}

export function jsonReply(service: ServiceName, value: unknown): Reply {
  return {
    status: 200,
    headers: { 'content-type': jsonType(service), 'x-amzn-requestid': randomUUID() },
    body: JSON.stringify(value),
  };
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
