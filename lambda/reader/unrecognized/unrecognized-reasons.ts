import type { UnrecognizedReason } from '../callback';

/** What each code means and what to do; docs/EVENTS.md is made of it. */
export const unrecognizedReasons: Readonly<
  Record<UnrecognizedReason, { readonly means: string; readonly todo: string }>
> = {
  'empty-body': { means: 'The request had no body.', todo: 'Nothing, if somebody tried the URL by hand.' },
  'unknown-format': {
    means: 'The body is neither XML nor JSON nor multipart.',
    todo: 'Look at the bytes. A format that Vibes has added needs a reader; what is not from Vibes can be left.',
  },
  'unknown-root': {
    means: 'Well-formed XML whose root element is none that Vibes documents.',
    todo: 'Look at the bytes. A format that Vibes has added needs a reader; what is not from Vibes can be left.',
  },
  'xml-malformed': {
    means: 'XML that is not well-formed: cut off, a character that XML 1.0 does not have, an undefined entity.',
    todo: 'Show the bytes to Vibes Operations: no receiver can read them.',
  },
  'xml-doctype': {
    means: 'XML with a document type. None is read, because of what entities can do.',
    todo: 'Find out who sent it: Vibes sends none.',
  },
  'xml-too-deep': {
    means: 'XML nested deeper than 64 elements.',
    todo: 'Find out who sent it: Vibes nests 2 to 6 deep.',
  },
  'xml-too-complex': {
    means: 'XML with more than 20,000 elements and attributes, or a `longMessageInfo` of more than 1 MiB.',
    todo: 'Find out who sent it: real ones have less than a hundred.',
  },
  'xml-missing-field': {
    means: 'A known document without a field that Vibes documents as required, or with that field empty.',
    todo: 'Compare the bytes with the documentation; ask Vibes if its format has changed.',
  },
  'xml-invalid-field': {
    means: 'A known document whose required field has a value that cannot be read.',
    todo: 'Compare the bytes with the documentation; ask Vibes if its format has changed.',
  },
  'charset-unknown': {
    means: 'The Content-Type or the XML declaration names a charset that does not exist.',
    todo: 'Look at the bytes; the text can be read by hand in the right charset.',
  },
  'charset-invalid': {
    means: 'The body has bytes that its charset does not have: the charset is another one, or the body was damaged.',
    todo: 'Look at the bytes; the text can be read by hand in the right charset.',
  },
  'mime-malformed': {
    means:
      'A multipart body that cannot be taken apart, has more than 200 parts, or does not begin with a SOAP document.',
    todo: 'Show the bytes to Vibes Operations.',
  },
  'json-malformed': { means: 'The body begins as JSON and is none.', todo: 'Show the bytes to Vibes Operations.' },
  'json-not-an-object': {
    means: 'JSON, but not an object.',
    todo: 'Look at the bytes. A format that Vibes has added needs a reader; what is not from Vibes can be left.',
  },
  'json-too-complex': {
    means: 'JSON of more than 250,000 keys, values and brackets.',
    todo: 'Find out who sent it; the bytes are in the bucket.',
  },
  'json-missing-id': {
    means: 'A JSON callback without the id that makes it one (`event_id`, or the `eventId` or `messageId` of RBM).',
    todo: 'Compare the bytes with the documentation; ask Vibes if its format has changed.',
  },
  'mo-unauthenticated': {
    means: 'A message (MO) that came without the right password, by a route that asks for none.',
    todo: 'Have Vibes post MO callbacks to the `SmsMoUrl` with the password. If it was not Vibes, somebody tries to send you messages.',
  },
  'rbm-unverified': {
    means: 'An RBM callback without a signature, or with one that does not match the secret.',
    todo: "Compare the secret with Vibes'. If it is right, somebody tries to send you events.",
  },
  'certificate-unverified': {
    means: 'With mutual TLS: a caller whose client certificate does not carry the name that is configured.',
    todo: 'If Vibes has a new certificate, set its name as `clientCertificateCn` and process the callbacks again. Else somebody tries to send you callbacks.',
  },
  'identity-collision': {
    means: 'A callback with the id of an earlier one and different content. The earlier one was published.',
    todo: 'Compare the two, of which `data.collidesWith` names the earlier: whether Vibes has used an id twice, or has corrected itself.',
  },
  'event-too-large': {
    means: 'A callback whose ids or addresses alone are too long for an event.',
    todo: 'Find out who sent it: no real one comes near.',
  },
  'reader-failed': {
    means: 'A fault in this software: the reader of the format failed.',
    todo: 'Report it with the bytes. After the fix the callback can be processed again.',
  },
};

export function isUnrecognizedReason(value: unknown): value is UnrecognizedReason {
  return typeof value === 'string' && Object.hasOwn(unrecognizedReasons, value);
}
