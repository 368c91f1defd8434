import { randomUUID } from 'node:crypto';
import type { AwsCall, Reply } from './call';
import { writeCbor } from './cbor';
import { type CommonError, type ServiceName, services } from './services';
import { cborHeaders, jsonType } from './write-answer';
import { writeQueryError } from './write-query';

export interface ServiceError {
  /** The service's own code: `AccessDeniedException`, `SlowDown`. */
  readonly code: string;
  readonly message: string;
  readonly status: number;
}

/** Whom an error is for: a call, or a service in the protocol that its clients speak. */
type Addressee = ServiceName | Pick<AwsCall, 'service' | 'protocol'>;

export function commonError(to: Addressee, error: CommonError, message: string): Reply {
  const [code, status] = services[typeof to === 'string' ? to : to.service].errors[error];
  return errorReply(to, { code, message, status });
}

/** An error in the shape that the service's clients read. */
export function errorReply(to: Addressee, { code, message, status }: ServiceError): Reply {
  const call = typeof to === 'string' ? { service: to, protocol: services[to].protocol } : to;
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

function queryErrorHeader(service: ServiceName, code: string, status: number): Record<string, string> {
  if (services[service].hadQuery === undefined) return {};
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
