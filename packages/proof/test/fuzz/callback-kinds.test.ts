import { parseXml } from '@rgrove/parse-xml';
import fc from 'fast-check';
import { type DocumentName, type Family, families } from '../../../../lambda/reader/families';
import { callbackKinds, type ReceivedCallback } from '../../src/fuzz/callback-kinds';
import { mutations } from '../../src/fuzz/mutations';

const documents = Object.keys(callbackKinds) as DocumentName[];
const samplesOf = (name: DocumentName, seed: number) => fc.sample(callbackKinds[name], { seed, numRuns: 100 });

function familyOf(name: DocumentName): Family {
  const [found] = Object.entries(families).filter(([, row]) => Object.hasOwn(row.documents, name));
  return found?.[0] as Family;
}

/** All that a document says, by another parser than ours: names, attributes and texts in one string. */
function saidIn({ envelope }: ReceivedCallback): string {
  const text = Buffer.from(envelope.body)
    .toString('utf8')
    .replace(/^\ufeff/, '');
  if (envelope.path === '/platform' || envelope.path === '/rbm') return JSON.stringify(JSON.parse(text));
  const [soap] = /<([\w-]+):Envelope\b[\s\S]*<\/\1:Envelope>/.exec(text) ?? [];
  return JSON.stringify(parseXml(soap ?? text.trimStart()));
}

/** Written in UTF-8, without CR: what another parser reads the same. */
const isPlain = ({ envelope }: ReceivedCallback) => {
  const bytes = Buffer.from(envelope.body);
  return !bytes.includes(0) && Buffer.from(bytes.toString('utf8')).equals(bytes);
};

describe.each(documents)('a generated %s', (name) => {
  it('is of its family, by the route of its family', () => {
    const { detailType, url } = families[familyOf(name)];
    for (const { envelope, retry, detailType: made, identity } of samplesOf(name, 1)) {
      expect([made, identity.family]).toEqual([detailType, familyOf(name)]);
      expect([envelope.path, retry.path]).toEqual([`/${url?.route}`, `/${url?.route}`]);
    }
  });

  it('is the same for the same seed', () => {
    const bytes = (seed: number) =>
      samplesOf(name, seed).map(({ envelope }) => Buffer.from(envelope.body).toString('hex'));
    expect(bytes(7)).toEqual(bytes(7));
    expect(bytes(7)).not.toEqual(bytes(8));
  });

  it('comes again in other bytes, most times', () => {
    const changed = samplesOf(name, 2).filter(({ envelope, retry }) => !Buffer.from(envelope.body).equals(retry.body));
    expect(changed.length).toBeGreaterThan(50);
  });

  it('says what the event must have, to another parser too', () => {
    const ids = ['messageId', 'transactionId', 'eventId'] as const;
    const plain = samplesOf(name, 3).filter(isPlain);
    const readable = plain.flatMap((callback) => {
      const id = ids.map((key) => callback.data[key]).find((value) => typeof value === 'string');
      return typeof id === 'string' && /^[a-zA-Z][\w-]{3,}$/.test(id) ? [{ callback, id }] : [];
    });
    for (const { callback, id } of readable) expect(saidIn(callback)).toContain(id);
    expect(plain.length).toBeGreaterThan(10);
  });
});

it('a mutation changes the request of most callbacks', () => {
  const mutated = fc.sample(fc.tuple(callbackKinds.moMessage, mutations), { seed: 4, numRuns: 100 });
  const changed = mutated.filter(([{ envelope }, mutate]) => {
    const result = mutate(envelope);
    return (
      !Buffer.from(result.body).equals(envelope.body) ||
      JSON.stringify(result.headers) !== JSON.stringify(envelope.headers)
    );
  });
  expect(changed.length).toBeGreaterThan(60);
});
