import fc from 'fast-check';
import type { DocumentName, Family } from '../../../../lambda/reader/families';
import type { Envelope } from '../../../../lambda/shared/envelope';
import { sampleRequest } from '../../../cli/src/commands/send/sample-request';
import { envelopeOf } from '../support/envelope';
import { multipartContentType } from '../vibes/multipart';
import { jsonChanges, type SpelledJson, toSpelledJson, writeSpelledJson } from './json-changes';
import { innerBoundary, type MimeTree, mimeChanges, writeParts } from './mime-changes';
import {
  type Change,
  type IsChangedByRetry,
  parseTree,
  writeTree,
  type XmlTree,
  xmlAdditions,
  xmlChanges,
} from './xml-changes';

/** A callback, and another that differs from it in one thing. */
export interface ChangedCallback {
  readonly what: string;
  readonly envelope: Envelope;
  readonly changed: Envelope;
}

/** A family's document: what Vibes may have added to it, and every single change of that. */
export interface Changeable {
  readonly family: Family;
  /** Every change of the document as Vibes shows it. */
  readonly every: () => ChangedCallback[];
  /** A change of the document with things in it that Vibes does not document. */
  readonly any: fc.Arbitrary<ChangedCallback>;
}

interface Document<T> {
  readonly family: Family;
  readonly tree: T;
  readonly additions: (tree: T) => readonly Change<T>[];
  readonly changes: (tree: T) => readonly Change<T>[];
  readonly write: (tree: T) => Envelope;
}

function changeable<T>({ family, tree, additions, changes, write }: Document<T>): Changeable {
  const changed = (from: T, { what, make }: Change<T>) => ({ what, envelope: write(from), changed: write(make()) });
  return {
    family,
    every: () => changes(tree).map((change) => changed(tree, change)),
    any: fc.tuple(fc.array(fc.nat(), { maxLength: 4 }), fc.noBias(fc.nat())).map(([added, at]) => {
      const from = added.reduce((one, addition) => pick(additions(one), addition).make(), tree);
      return changed(from, pick(changes(from), at));
    }),
  };
}

function pick<T>(list: readonly T[], at: number): T {
  const item = list[at % list.length];
  if (item === undefined) throw new Error('nothing to pick');
  return item;
}

const nothing: IsChangedByRetry = () => false;

function xml(family: Family, sample: string, isExempt = nothing): Changeable {
  const { body, ...request } = sampleRequest(sample);
  const proof = family === 'mo' ? 'basic:current' : 'source';
  return changeable<XmlTree>({
    family,
    tree: parseTree(body.toString('utf8')),
    additions: (tree) => xmlAdditions(tree, isExempt),
    changes: (tree) => xmlChanges(tree, isExempt),
    write: (tree) => envelopeOf({ ...request, proof, body: writeTree(tree) }),
  });
}

function json(family: Family, sample: string): Changeable {
  const { body, ...request } = sampleRequest(sample);
  return changeable<SpelledJson>({
    family,
    tree: toSpelledJson(JSON.parse(body.toString('utf8'))),
    additions: jsonChanges,
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
  const parts: readonly MimeTree[] = [
    { headers: ['Content-Type: text/xml; charset=utf-8', 'Content-ID: <soap>'], content: soap },
    {
      headers: ['Content-Type: image/jpeg; name="a.jpg"', 'Content-ID: <a>', 'Content-Disposition: inline'],
      content: Buffer.from('ffd8ffe0', 'hex'),
    },
    { headers: ['X-Trace: 1', 'X-Trace: 2', 'Content-Location: b'], content: Buffer.from('b') },
    { headers: [`Content-Type: multipart/mixed; boundary="${innerBoundary}"`, 'Content-ID: <c>'], content: nested },
  ];
  return changeable<readonly MimeTree[]>({
    family: 'mms',
    tree: parts,
    additions: (tree) => mimeChanges(tree, isVersion).filter(({ what }) => what.includes('added')),
    changes: (tree) => mimeChanges(tree, isVersion),
    write: (tree) =>
      envelopeOf({
        path: '/mms/mo',
        headers: { 'content-type': multipartContentType('outer') },
        body: writeParts(tree, 'outer'),
      }),
  });
}

const garbage = changeable<Pick<Envelope, 'method' | 'path' | 'body'>>({
  family: 'unrecognized',
  tree: { method: 'POST', path: '/nowhere', body: Buffer.from('a new format') },
  additions: (tree) => garbageChanges(tree),
  changes: (tree) => garbageChanges(tree),
  write: (tree) => envelopeOf(tree),
});

function garbageChanges(tree: Pick<Envelope, 'method' | 'path' | 'body'>) {
  return [
    { what: 'method', make: () => ({ ...tree, method: `${tree.method}X` }) },
    { what: 'path', make: () => ({ ...tree, path: `${tree.path}x` }) },
    { what: 'a byte added', make: () => ({ ...tree, body: Buffer.concat([tree.body, Buffer.from('x')]) }) },
    ...[...tree.body.keys()].map((at) => ({
      what: `byte ${at}`,
      make: () => ({ ...tree, body: tree.body.with(at, (tree.body[at] ?? 0) ^ 1) }),
    })),
  ];
}

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
