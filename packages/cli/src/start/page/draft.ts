import type { CallbackWay, DraftCallback } from '../inbox/inbox-shapes';
import { base64OfBytes, bytesOfBase64, textOf } from './base64';

/** A callback as it is edited: texts of a form. */
export interface Draft {
  readonly method: string;
  readonly path: string;
  /** One a line: `content-type: text/xml`. */
  readonly headers: string;
  /** Undefined if the bytes are not text: then they are sent unchanged. */
  readonly body: string | undefined;
  readonly base64: string;
}

export const emptyDraft: Draft = { method: 'POST', path: '/sms/mo', headers: '', body: '', base64: '' };

/** A form makes every line's end the same, so a body that has others is not edited unless it was touched. */
export function draftOf({ method, path, headers, base64 }: DraftCallback): Draft {
  const lines = headers.map(([name, value]) => `${name}: ${value}`).join('\n');
  return { method, path, headers: lines, body: textOf(bytesOfBase64(base64)), base64 };
}

/** Headers that were added on the way to the gateway, or are not shown. */
const notAgain =
  /^(host|connection|content-length|transfer-encoding|authorization|x-vibes-signature|x-amzn-requestid)$/i;

/** The bytes of a callback that came, to be sent again. */
export function draftOfCallback(request: NonNullable<CallbackWay['request']>, bytes: Uint8Array): Draft {
  const { method, path, query, headers } = request;
  return draftOf({
    method,
    path: query === '' ? path : `${path}?${query}`,
    headers: headers.filter(([name]) => !notAgain.test(name)),
    base64: base64OfBytes(bytes),
  });
}

export function callbackOf({ method, path, headers, base64 }: Draft): DraftCallback {
  const lines = headers.split('\n').filter((line) => line.trim() !== '');
  const pairs = lines.map((line): readonly [string, string] => {
    const colon = line.indexOf(':');
    if (colon < 1) throw new Error(`A header is a name, a colon and a value: "${line}" is not.`);
    return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
  });
  return { method, path, headers: pairs, base64 };
}

/** The draft with another text. */
export function withBody(draft: Draft, body: string): Draft {
  return { ...draft, body, base64: base64OfBytes(new TextEncoder().encode(body)) };
}
