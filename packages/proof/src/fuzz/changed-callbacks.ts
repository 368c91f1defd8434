import fc from 'fast-check';
import type { DocumentName, Family } from '../../../../lambda/reader/families';
import type { Envelope } from '../../../../lambda/shared/envelope';
import { sampleRequest } from '../../../cli/src/commands/send/sample-request';
import { envelopeOf } from '../support/envelope';
import { multipartContentType } from '../vibes/multipart';
import {
  byteChanges,
  type Change,
  type IsChangedByRetry,
  innerBoundary,
  jsonChanges,
  type MimeTree,
  mimeChanges,
  parseTree,
  toSpelledJson,
  writeParts,
  writeSpelledJson,
  writeTree,
  xmlChanges,
} from './changes';

/** A callback, and another that differs from it in one thing. */
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
  readonly tree: T;
  readonly changes: (tree: T) => readonly Change<T>[];
  readonly write: (tree: T) => Envelope;
  /** Whether it is still the family's document with this change. */
  readonly isKept?: (change: Change<T>) => boolean;
}

function changeable<T>({ family, tree, changes, write, isKept = () => true }: Document<T>): Changeable {
  const changed = (from: T, { what, make }: Change<T>) => ({ what, envelope: write(from), changed: write(make()) });
  return {
    family,
    every: () => changes(tree).map((change) => changed(tree, change)),
    any: fc.tuple(fc.array(fc.nat(), { maxLength: 4 }), fc.noBias(fc.nat())).map(([before, at]) => {
      const from = before.reduce((one, index) => pick(changes(one).filter(isKept), index).make(), tree);
      return changed(from, pick(changes(from), at));
    }),
  };
}

function pick<T>(list: readonly T[], at: number): T {
  const item = list[at % list.length];
  if (item === undefined) throw new Error('nothing to pick');
  return item;
}

const isAddition = ({ what }: Change<unknown>) => what.endsWith('added');

function xml(family: Family, sample: string, isExempt: IsChangedByRetry = () => false): Changeable {
  const { body, ...request } = sampleRequest(sample);
  const proof = family === 'mo' ? 'basic:current' : 'source';
  return changeable({
    family,
    tree: parseTree(body.toString('utf8')),
    changes: (tree) => xmlChanges(tree, isExempt),
    write: (tree) => envelopeOf({ ...request, proof, body: writeTree(tree) }),
    isKept: isAddition,
  });
}

function json(family: Family, sample: string): Changeable {
  const { body, ...request } = sampleRequest(sample);
  return changeable({
    family,
    tree: toSpelledJson(JSON.parse(body.toString('utf8'))),
    changes: jsonChanges,
    write: (tree) => envelopeOf({ ...request, body: writeSpelledJson(tree) }),
  });
}

const isVersion: IsChangedByRetry = (name) => name === 'MM7Version';

function multipart(): Changeable {
  const soap = parseTree(sampleRequest('mms-message-text-only.xml').body.toString('utf8'));
  const nested: readonly MimeTree[] = [
    { headers: ['Content-Type: image/gif', 'Content-ID: <dot>'], content: Buffer.from('GIF89a') },
    { headers: ['Content-Type: text/plain'], content: Buffer.from('hello') },
  ];
  const tree: readonly MimeTree[] = [
    { headers: ['Content-Type: text/xml; charset=utf-8', 'Content-ID: <soap>'], content: soap },
    {
      headers: ['Content-Type: image/jpeg; name="a.jpg"', 'Content-ID: <a>', 'Content-Disposition: inline'],
      content: Buffer.from('ffd8ffe0', 'hex'),
    },
    { headers: ['X-Trace: 1', 'X-Trace: 2', 'Content-Location: b'], content: Buffer.from('b') },
    { headers: [`Content-Type: multipart/mixed; boundary="${innerBoundary}"`, 'Content-ID: <c>'], content: nested },
  ];
  const headers = { 'content-type': multipartContentType('outer') };
  return changeable({
    family: 'mms',
    tree,
    changes: (parts) => mimeChanges(parts, isVersion),
    write: (parts) => envelopeOf({ path: '/mms/mo', headers, body: writeParts(parts, 'outer') }),
    isKept: isAddition,
  });
}

type Garbage = Pick<Envelope, 'method' | 'path' | 'body'>;

const garbage = changeable<Garbage>({
  family: 'unrecognized',
  tree: { method: 'POST', path: '/nowhere', body: Buffer.from('a new format') },
  changes: (tree) => [
    { what: 'method', make: () => ({ ...tree, method: `${tree.method}X` }) },
    { what: 'path', make: () => ({ ...tree, path: `${tree.path}x` }) },
    ...byteChanges(tree.body).map(({ what, make }) => ({ what, make: () => ({ ...tree, body: make() }) })),
  ],
  write: envelopeOf,
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
