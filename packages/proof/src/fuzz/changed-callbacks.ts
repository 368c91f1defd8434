import fc from 'fast-check';
import type { DocumentName, Family } from '../../../../lambda/reader/families';
import type { Envelope } from '../../../../lambda/shared/envelope';
import { sampleRequest } from '../../../cli/src/commands/send/sample-request';
import { envelopeOf } from '../support/envelope';
import { multipartContentType } from '../vibes/multipart';
import {
  bytesPiece,
  type Change,
  changesOf,
  type IsChangedByRetry,
  innerBoundary,
  jsonPiece,
  mimePiece,
  type Piece,
  written,
  xmlPiece,
} from './changes';

/** A callback, and another one that differs from it in one thing. */
export interface ChangedCallback {
  readonly what: string;
  readonly envelope: Envelope;
  readonly changed: Envelope;
}

/** A family's document, and every single change of it. */
interface Changeable {
  readonly family: Family;
  /** Every change of the document as Vibes shows it. */
  readonly every: () => ChangedCallback[];
  /** A change of the document with things in it that Vibes does not document. */
  readonly any: fc.Arbitrary<ChangedCallback>;
}

interface Document<T> {
  readonly family: Family;
  readonly document: T;
  readonly changes: (document: T) => readonly Change<T>[];
  readonly write: (document: T) => Envelope;
  /** Whether it is still the family's document with this change. */
  readonly isKept?: (change: Change<T>) => boolean;
}

function changeable<T>({ family, document, changes, write, isKept = () => true }: Document<T>): Changeable {
  const changed = (from: T, { what, make }: Change<T>) => ({ what, envelope: write(from), changed: write(make()) });
  return {
    family,
    every: () => changes(document).map((change) => changed(document, change)),
    any: fc.tuple(fc.array(fc.nat(), { maxLength: 4 }), fc.noBias(fc.nat())).map(([before, at]) => {
      const from = before.reduce((one, index) => pick(changes(one).filter(isKept), index).make(), document);
      return changed(from, pick(changes(from), at));
    }),
  };
}

function pick<T>(list: readonly T[], at: number): T {
  const item = list[at % list.length];
  if (item === undefined) throw new Error('nothing to pick');
  return item;
}

const isAddition = ({ what }: Change) => what.endsWith('added');

function xml(family: Family, sample: string, isExempt?: IsChangedByRetry): Changeable {
  const { body, ...request } = sampleRequest(sample);
  const proof = family === 'mo' ? 'basic:current' : 'source';
  return changeable<Piece>({
    family,
    document: xmlPiece(body.toString('utf8')),
    changes: (document) => changesOf(document, isExempt),
    write: (document) => envelopeOf({ ...request, proof, body: written(document) }),
    isKept: isAddition,
  });
}

function json(family: Family, sample: string): Changeable {
  const { body, ...request } = sampleRequest(sample);
  return changeable<Piece>({
    family,
    document: jsonPiece(JSON.parse(body.toString('utf8'))),
    changes: (document) => changesOf(document),
    write: (document) => envelopeOf({ ...request, body: written(document) }),
  });
}

const isVersion: IsChangedByRetry = (name) => name === 'MM7Version';

function multipart(): Changeable {
  const soap = xmlPiece(sampleRequest('mms-message-text-only.xml').body.toString('utf8'));
  const nested = mimePiece(
    [['Content-Type: image/gif', 'Content-ID: <dot>'], bytesPiece(Buffer.from('GIF89a'))],
    [['Content-Type: text/plain'], bytesPiece(Buffer.from('hello'))],
  );
  const picture = ['Content-Type: image/jpeg; name="a.jpg"', 'Content-ID: <a>', 'Content-Disposition: inline'];
  const headers = { 'content-type': multipartContentType('outer') };
  return changeable<Piece>({
    family: 'mms',
    document: mimePiece(
      [['Content-Type: text/xml; charset=utf-8', 'Content-ID: <soap>'], soap],
      [picture, bytesPiece(Buffer.from('ffd8ffe0', 'hex'))],
      [['X-Trace: 1', 'X-Trace: 2', 'Content-Location: b'], bytesPiece(Buffer.from('b'))],
      [[`Content-Type: multipart/mixed; boundary="${innerBoundary}"`, 'Content-ID: <c>'], nested],
    ),
    changes: (document) => changesOf(document, isVersion),
    write: (document) => envelopeOf({ path: '/mms/mo', headers, body: written(document) }),
    isKept: isAddition,
  });
}

interface Garbage {
  readonly method: string;
  readonly path: string;
  readonly body: Piece;
}

const garbage = changeable<Garbage>({
  family: 'unrecognized',
  document: { method: 'POST', path: '/nowhere', body: bytesPiece(Buffer.from('a new format')) },
  changes: (request) => [
    { what: 'method', make: () => ({ ...request, method: `${request.method}X` }) },
    { what: 'path', make: () => ({ ...request, path: `${request.path}x` }) },
    ...changesOf(request.body).map(({ what, make }) => ({ what, make: () => ({ ...request, body: make() }) })),
  ],
  write: ({ body, ...request }) => envelopeOf({ ...request, body: written(body) }),
});

/** Every document of Vibes, and other bodies. Never changes what a retry may change (wire contract §6). */
export const changedCallbacks: Readonly<Record<DocumentName | 'multipart DeliverReq' | 'anything else', Changeable>> = {
  moMessage: xml(
    'mo',
    'mo-message-long-part.xml',
    (name, attribute) => name === 'moMessage' && attribute === 'attemptNumber',
  ),
  deliver: xml('mo', 'deliver-passthrough.xml'),
  mtMessageResponse: xml('receipt', 'mt-message-response-failed-part.xml'),
  DeliverReq: xml('mms', 'mms-message-text-only.xml', isVersion),
  'multipart DeliverReq': multipart(),
  DeliveryReportReq: xml(
    'mms-receipt',
    'mms-delivery-report-rejected.xml',
    (name) => isVersion(name) || name === 'TransactionID',
  ),
  'Platform JSON': json('platform', 'platform-unmatched-message-received.json'),
  'RBM JSON': json('rbm', 'rbm-user-message-text.json'),
  'anything else': garbage,
};
