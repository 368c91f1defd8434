import type { IncomingMessage } from 'node:http';
import { parseJson } from '../../base/parse-json';
import { isRecord } from '../../template/properties';
import type { AwsCall, Reply } from '../protocols/call';
import { readCbor } from '../protocols/cbor';
import { commonError } from '../protocols/error-reply';
import { readQuery } from '../protocols/read-query';
import { restCall } from '../protocols/rest-routes';
import { type Protocol, type ServiceName, serviceSignedAs, services } from '../protocols/services';
import { s3Action } from '../s3/s3-action';

/** Which service a call is for, and its protocol, from the headers alone. */
export interface AddressedCall {
  readonly service: ServiceName;
  readonly protocol: Protocol;
}

/** @param signingName the service's name in the signature; an unknown one returns a reply */
export function addressOf(signingName: string, request: IncomingMessage): AddressedCall | Reply {
  const service = serviceSignedAs(signingName);
  if (service === undefined) return unsupported(signingName, request);
  return { service, protocol: protocolOf(service, request) };
}

/** Reads which action is called, with what; a call that cannot be read is a reply. */
export function readCall(address: AddressedCall, request: IncomingMessage, body: Buffer): AwsCall | Reply {
  const { service, protocol } = address;
  const { method = 'GET', url = '/', headers } = request;
  const common = { service, protocol, method, url, headers, body };
  const named = nameCall(common);
  // Services look an action up by its name, and every object of JavaScript has a `toString`.
  if (named === undefined || /^(?:_|[a-z])/.test(named.action)) {
    const what = protocol === 's3' ? 'this call of S3' : `${method} ${url.split('?')[0]} of ${service}`;
    return commonError(common, 'unknown-action', `The local cloud does not support ${what}.`);
  }
  if (named.input === undefined) return commonError(common, 'malformed', 'The body cannot be read as an object.');
  return { ...common, action: named.action, input: named.input };
}

function protocolOf(service: ServiceName, { headers }: IncomingMessage): Protocol {
  const { protocol } = services[service];
  if (protocol === 's3' || protocol === 'rest-json') return protocol;
  if (headers['smithy-protocol'] === 'rpc-v2-cbor') return 'cbor';
  return headers['x-amz-target'] === undefined ? protocol : 'json';
}

type Unnamed = Omit<AwsCall, 'action' | 'input'>;

/** The call's action and members; without members where the body is not what the protocol says. */
function nameCall(
  call: Unnamed,
): { readonly action: string; readonly input: AwsCall['input'] | undefined } | undefined {
  const { service, protocol, method, url, headers, body } = call;
  switch (protocol) {
    case 's3': {
      const action = s3Action(method, url, headers);
      return action === undefined ? undefined : { action, input: {} };
    }
    case 'rest-json': {
      const rest = restCall(service, method, url);
      if (rest === undefined) return undefined;
      const members = body.length === 0 ? {} : parseInput(body);
      return { action: rest.action, input: members === undefined ? undefined : { ...members, ...rest.members } };
    }
    case 'query': {
      const form = new URLSearchParams(body.length === 0 ? (url.split('?')[1] ?? '') : body.toString());
      return { action: form.get('Action') ?? '', input: readQuery(form) };
    }
    case 'cbor':
      return { action: /\/operation\/([^/?]+)/.exec(url)?.[1] ?? '', input: readCbor(body) };
    case 'json':
      return { action: String(headers['x-amz-target'] ?? '').split('.')[1] ?? '', input: parseInput(body) };
    default:
      return protocol satisfies never;
  }
}

function parseInput(body: Buffer): Record<string, unknown> | undefined {
  const value = parseJson(body);
  return isRecord(value) ? value : undefined;
}

/** In the protocol that the client seems to speak, so that it can show the sentence. */
function unsupported(service: string, { headers }: IncomingMessage): Reply {
  const isForm = String(headers['content-type']).startsWith('application/x-www-form-urlencoded');
  const sentence = `The local cloud does not support the service ${service}.`;
  return commonError(isForm ? 'sts' : 'dynamodb', 'unknown-action', sentence);
}
