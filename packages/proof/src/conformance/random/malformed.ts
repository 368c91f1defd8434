import type { Random } from '../../vibes/random';
import type { RequestDraft } from './drafts';

type Build = (id: string) => { readonly contentType?: string; readonly path?: string; readonly body: string };

/** Bytes that can be nothing but unrecognized, by the reason that docs/EVENTS.md gives. */
const builders: Readonly<Record<string, Build>> = {
  'empty-body': () => ({ body: '' }),
  'unknown-format': (id) => ({ contentType: 'text/plain', body: `hello ${id}` }),
  'unknown-root': (id) => ({ contentType: 'text/xml', body: `<hello id="${id}"/>` }),
  'xml-malformed': (id) => ({ contentType: 'text/xml', body: `<mtMessageResponse messageId="${id}"><type>Hand` }),
  'xml-doctype': (id) => ({ contentType: 'text/xml', body: `<!DOCTYPE a [<!ENTITY b "c">]><a id="${id}">&b;</a>` }),
  'xml-too-deep': (id) => ({
    contentType: 'text/xml',
    body: `<a id="${id}">${'<b>'.repeat(70)}${'</b>'.repeat(70)}</a>`,
  }),
  'xml-too-complex': (id) => ({ contentType: 'text/xml', body: `<a id="${id}">${'<b/>'.repeat(20_100)}</a>` }),
  'xml-missing-field': (id) => ({
    contentType: 'text/xml',
    path: '/sms/receipt',
    body: `<mtMessageResponse messageId="${id}"><type>Handset</type></mtMessageResponse>`,
  }),
  'charset-unknown': (id) => ({ contentType: 'text/xml; charset=x-of-nobody', body: `<hello id="${id}"/>` }),
  'mime-malformed': (id) => ({
    contentType: 'multipart/related; type="text/xml"; boundary="b"',
    path: '/mms/mo',
    body: `--b\r\ncontent-type: text/xml\r\n\r\n<hello id="${id}"/>\r\n--b--\r\n`,
  }),
  'json-malformed': (id) => ({ contentType: 'application/json', body: `{"event_id":"${id}",` }),
  'json-not-an-object': (id) => ({ contentType: 'application/json', body: `["${id}"]` }),
  'json-missing-id': (id) => ({ contentType: 'application/json', path: '/platform', body: `{"note":"${id}"}` }),
  'json-too-complex': (id) => ({
    contentType: 'application/json',
    body: `{"event_id":"${id}","list":[${'0,'.repeat(251_000)}0]}`,
  }),
};

const weights = Object.fromEntries(
  Object.keys(builders).map((reason) => [reason, reason.endsWith('too-complex') ? 1 : 4]),
);

/** Routes without a password, one that does not exist among them. */
const paths = ['/platform', '/sms/receipt', '/mms/mo', '/mms/receipt', '/nowhere/at-all'] as const;

export function createMalformed(random: Random): RequestDraft {
  const reason = random.weighted(weights);
  const { contentType, body, path } = builders[reason]?.(random.uuid()) ?? { body: '' };
  return {
    family: 'malformed',
    method: 'POST',
    path: path ?? random.pick(paths),
    headers: contentType === undefined ? {} : { 'content-type': contentType },
    body: Buffer.from(body),
    needs: 'certificate',
    says: { as: 'unrecognized', reason },
  };
}
