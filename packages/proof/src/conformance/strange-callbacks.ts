import { createHash } from 'node:crypto';
import type { Arrival } from '../simulator/vibes';
import type { VibesCallback } from '../vibes/callback';
import { createRandom, type Random } from '../vibes/random';
import type { Load } from './scenario';

/** Bodies that can only be unrecognized, by their reason in docs/EVENTS.md. */
const malformed: Readonly<Record<string, (id: string) => readonly [route: string, contentType: string, body: string]>> =
  {
    'empty-body': () => ['/sms/receipt', 'text/xml', ''],
    'unknown-format': (id) => ['/nowhere/at-all', 'text/plain', `hello ${id}`],
    'unknown-root': (id) => ['/mms/receipt', 'text/xml', `<hello id="${id}"/>`],
    'xml-malformed': (id) => ['/sms/receipt', 'text/xml', `<mtMessageResponse messageId="${id}"><type>Hand`],
    'xml-doctype': (id) => ['/sms/receipt', 'text/xml', `<!DOCTYPE a [<!ENTITY b "c">]><a id="${id}">&b;</a>`],
    'xml-too-deep': (id) => ['/sms/receipt', 'text/xml', `<a id="${id}">${'<b>'.repeat(70)}${'</b>'.repeat(70)}</a>`],
    'xml-too-complex': (id) => ['/sms/receipt', 'text/xml', `<a id="${id}">${'<b/>'.repeat(20_100)}</a>`],
    'xml-missing-field': (id) => ['/sms/receipt', 'text/xml', `<mtMessageResponse messageId="${id}"/>`],
    'charset-unknown': (id) => ['/sms/receipt', 'text/xml; charset=x-unknown', `<hello id="${id}"/>`],
    'mime-malformed': (id) => [
      '/mms/mo',
      'multipart/related; type="text/xml"; boundary="b"',
      `--b\r\ncontent-type: text/xml\r\n\r\n<hello id="${id}"/>\r\n--b--\r\n`,
    ],
    'json-malformed': (id) => ['/platform', 'application/json', `{"event_id":"${id}",`],
    'json-not-an-object': (id) => ['/platform', 'application/json', `["${id}"]`],
    'json-missing-id': (id) => ['/platform', 'application/json', `{"note":"${id}"}`],
    'json-too-complex': (id) => [
      '/platform',
      'application/json',
      `{"event_id":"${id}","l":[${'0,'.repeat(251_000)}0]}`,
    ],
  };

export const malformedReasons = Object.keys(malformed);

/** Kinds whose document is one XML element or one JSON object, to which `otherContent` can add something. */
const extensible = ['mo', 'deliver', 'receipt', 'platform', 'rbm'];

/** The workload, mixed with the other contents under known ids and the malformed bodies that its load asks for. */
export function withStrangeOnes(
  arrivals: readonly Arrival[],
  { others = 0, malformed: share = 0 }: Load,
  seed: number,
): readonly Arrival[] {
  const random = createRandom(seed);
  return arrivals.flatMap((arrival) => {
    const { atMs, callback } = arrival;
    const hasOther = extensible.includes(callback.kind) && random.chance(others);
    return [
      arrival,
      ...(hasOther ? [{ atMs: atMs + random.int(0, 2_000), callback: otherContent(callback) }] : []),
      ...(random.chance(share) ? [{ atMs, callback: malformedCallback(random) }] : []),
    ];
  });
}

/** The key of the content that comes second: it must be published as unrecognized, with the reason `identity-collision`. */
export function keyOfOtherContent(key: string): string {
  return `unrecognized other content of ${key}`;
}

/** The callback with something added that Vibes does not document: the same id, other content. */
export function otherContent(callback: VibesCallback): VibesCallback {
  return {
    ...callback,
    key: keyOfOtherContent(callback.key),
    document: (attempt) => {
      const { headers, body } = callback.document(attempt);
      const text = Buffer.from(body).toString('utf8');
      const isJson = text.startsWith('{');
      const other = isJson ? text.replace('{', '{"other":1,') : text.replace(/<\/\w+>\s*$/, '<other/>$&');
      return { headers, body: Buffer.from(other, 'utf8') };
    },
  };
}

/** Its kind is the reason. The channel with the strictest rules: a 4XX is final there. */
function malformedCallback(random: Random): VibesCallback {
  const kind = malformedReasons[random.int(0, malformedReasons.length - 1)] ?? '';
  const [route, contentType, text] = malformed[kind]?.(random.uuid()) ?? ['', '', ''];
  const body = Buffer.from(text, 'utf8');
  const key = `unrecognized ${createHash('sha256').update(body).digest('hex')}`;
  const document = () => ({ headers: { 'content-type': contentType }, body });
  return { key, kind, channel: 'platform', route, authentication: 'source', method: 'POST', document };
}
