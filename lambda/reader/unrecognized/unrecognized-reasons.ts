import type { UnrecognizedReason } from '../callback';

/** What each code means and what to do: the source of the table in docs/EVENTS.md. */
export const unrecognizedReasons: Readonly<
  Record<UnrecognizedReason, { readonly means: string; readonly todo: string }>
> = {
  'empty-body': { means: 'The request had no body.', todo: 'Nothing, if someone tried the URL by hand.' },
  'unknown-format': {
    means: 'The body is neither XML nor JSON nor multipart.',
    todo: 'Look at the bytes. A new format of Vibes needs a reader; ignore what is not from Vibes.',
  },
  'unknown-root': {
    means: 'Well-formed XML whose root element Vibes does not document.',
    todo: 'Look at the bytes. A new format of Vibes needs a reader; ignore what is not from Vibes.',
  },
  'xml-malformed': {
    means: 'XML that is not well-formed: cut off, a character that XML 1.0 does not allow, an undefined entity.',
    todo: 'Show the bytes to Vibes Operations: no receiver can read them.',
  },
  'xml-doctype': {
    means: 'XML with a document type. It is not read, because of what entities can do.',
    todo: 'Find out who sent it: Vibes sends no document types.',
  },
  'xml-too-deep': {
    means: 'XML nested deeper than 64 elements.',
    todo: 'Find out who sent it: Vibes nests 2 to 6 deep.',
  },
  'xml-too-complex': {
    means: 'XML with more than 20,000 elements and attributes, or a `longMessageInfo` of more than 1 MiB.',
    todo: 'Find out who sent it: real ones have fewer than a hundred.',
  },
  'xml-missing-field': {
    means: 'A known document in which a field that Vibes documents as required is missing or empty.',
    todo: 'Compare the bytes with the documentation, and ask Vibes whether its format has changed.',
  },
  'xml-invalid-field': {
    means: 'A known document with an unreadable value in a required field.',
    todo: 'Compare the bytes with the documentation, and ask Vibes whether its format has changed.',
  },
  'charset-unknown': {
    means: 'The Content-Type or the XML declaration names a charset that does not exist.',
    todo: 'Read the bytes by hand in the right charset.',
  },
  'charset-invalid': {
    means: 'The body has bytes that its charset does not have: it is in another charset, or damaged.',
    todo: 'Read the bytes by hand in the right charset.',
  },
  'mime-malformed': {
    means: 'A multipart body that cannot be split, has more than 200 parts, or does not begin with a SOAP document.',
    todo: 'Show the bytes to Vibes Operations.',
  },
  'json-malformed': {
    means: 'The body begins like JSON but is not valid JSON.',
    todo: 'Show the bytes to Vibes Operations.',
  },
  'json-not-an-object': {
    means: 'JSON, but not an object.',
    todo: 'Look at the bytes. A new format of Vibes needs a reader; ignore what is not from Vibes.',
  },
  'json-too-complex': {
    means: 'JSON with more than 250,000 keys, values and brackets.',
    todo: 'Find out who sent it; the bytes are in the bucket.',
  },
  'json-missing-id': {
    means: 'JSON without the id of a callback (`event_id`, or `eventId` or `messageId` for RBM).',
    todo: 'Compare the bytes with the documentation, and ask Vibes whether its format has changed.',
  },
  'mo-unauthenticated': {
    means: 'An MO message without the right password, on a route that does not ask for one.',
    todo: 'Have Vibes post MO callbacks to the `SmsMoUrl` with the password. If it was not Vibes, someone is forging messages.',
  },
  'rbm-unverified': {
    means: 'An RBM callback whose signature is missing or does not match the secret.',
    todo: "Compare the secret with Vibes'. If it is right, someone is forging events.",
  },
  'certificate-unverified': {
    means: 'With mutual TLS: the client certificate does not have the configured name.',
    todo: 'If Vibes has a new certificate, set its name as `clientCertificateCn` and process the callbacks again. Otherwise someone is forging callbacks.',
  },
  'identity-collision': {
    means: 'A callback with the id of an earlier one, which was published, but different content.',
    todo: 'Compare it with the event that `data.collidesWith` names: did Vibes use an id twice, or correct itself?',
  },
  'event-too-large': {
    means: 'The ids or addresses alone are too long for an event.',
    todo: 'Find out who sent it: real ones are far shorter.',
  },
  'reader-failed': {
    means: 'A bug in this software: the reader of the format failed.',
    todo: 'Report it with the bytes. After the fix, process the callback again.',
  },
};

export function isUnrecognizedReason(value: unknown): value is UnrecognizedReason {
  return typeof value === 'string' && Object.hasOwn(unrecognizedReasons, value);
}
