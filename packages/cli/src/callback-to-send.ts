import { randomUUID } from 'node:crypto';
import { freshId, withText } from './commands/send/change-sample';
import { findSample, type SampleRequest, sampleName, sampleNames } from './commands/send/sample-request';
import type { SendRequest } from './start/inbox/inbox-shapes';

/** A callback of your own, as Vibes would post it. */
export interface Callback {
  /** Below the endpoint: `/sms/mo`. It may have a query string. */
  readonly path: string;
  readonly body: string | Uint8Array;
  /** @default POST */
  readonly method?: 'POST' | 'PUT';
  /** @default - none; the password or signature is added */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface SendOptions {
  /**
   * The callback's own id, of letters, digits and `._:-`. A second callback with the same id and content is a repeat: it is
   * answered 200 and publishes no event.
   * @default - a sample gets a new id each time; a callback of your own stays as it is
   */
  readonly id?: string;
  /** The text of an MO message. @default - the sample's */
  readonly text?: string;
  /** Adds the password or the signature that the route requires. @default true */
  readonly authenticate?: boolean;
}

/** What the callback was answered. */
export interface SendAnswer {
  readonly status: number;
  /** Also `metadata.requestId` of its event. Null if the gateway did not name one. */
  readonly requestId: string | null;
}

/**
 * What `POST /_local/send` takes.
 * @throws Error that names the samples, for an unknown one
 */
export function callbackToSend(callback: string | Callback, options: SendOptions = {}): SendRequest {
  const { id, text, authenticate = true } = options;
  if (id !== undefined && !/^[\w.:-]{1,64}$/.test(id))
    throw new Error('The id must have 1 to 64 letters, digits or any of ._:-');
  const isSample = typeof callback === 'string';
  const given = isSample ? sampleCalled(callback) : requestOf(callback);
  const worded = text === undefined ? given : withText(given, text);
  const newId = id ?? (isSample ? randomUUID() : undefined);
  const { method, path, headers, body } = newId === undefined ? worded : freshId(worded, newId);
  const base64 = body.toString('base64');
  return { method, path, headers: Object.entries(headers), base64, authenticate, newId: false, copies: 1 };
}

function sampleCalled(name: string): SampleRequest {
  const sample = findSample(name);
  if (sample !== undefined) return sample;
  throw new Error(`There is no sample "${name}". Samples: ${sampleNames('').map(sampleName).join(', ')}.`);
}

function requestOf({ path, body, method = 'POST', headers = {} }: Callback): SampleRequest {
  return { method, path, headers, body: Buffer.from(body) };
}
