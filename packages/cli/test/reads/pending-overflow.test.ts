import { unrecognized } from '../../../../lambda/reader/unrecognized/unrecognized-callback';
import { encodeEnvelope } from '../../../../lambda/shared/envelope';
import { envelopeOf } from '../../../proof/src/support/envelope';
import { Deadline } from '../../src/frame/deadline';
import { readEnvelope } from '../../src/reads/envelopes';
import { everything, findPendingOverflow } from '../../src/reads/pending-overflow';
import { awsFailure, givenOps } from '../support/ops-context';

const mo = (id: string, text = 'HI') =>
  `<moMessage messageId="${id}" receiptDate="2026-05-06 07:08:09-0500"><source address="+15555550100" carrier="1" type="MDN"/><destination address="12345" type="SC"/><message>${text}</message></moMessage>`;
const envelope = (id: string, text?: string) =>
  envelopeOf({ body: mo(id, text), path: '/sms/mo', proof: 'basic:current', requestId: id });

/** What is not understood: its identity is a hash with the stack's key. */
const odd = envelopeOf({ body: 'what is this', path: '/sms/mo', proof: 'basic:current', requestId: 'odd' });

const policy = { bucket: 'bucket', requireRbmSignature: false };

type Entry = Readonly<Record<string, { readonly S: string }>>;

/** A bucket with an object for each id, the last the newest, and a ledger with these entries by their keys. */
function given(ids: readonly string[], ledger: Readonly<Record<string, Entry>> = {}, key?: string | Error) {
  const asked = ({ ExpressionAttributeValues }: Readonly<Record<string, unknown>>) =>
    (ExpressionAttributeValues as { ':pk': { S: string } })[':pk'].S;
  return givenOps({
    outputs: {
      BucketName: 'bucket',
      LedgerTableName: 'ledger',
      ...(key === undefined ? {} : { IdentityKeyArn: 'key' }),
    },
    answers: {
      GetSecretValue: [key instanceof Error ? key : { SecretString: key }],
      ListObjectsV2: [
        { Contents: ids.map((id, index) => ({ Key: `overflow/${id}`, Size: 10, LastModified: new Date(index) })) },
      ],
      GetObject: ({ Key }) => {
        const id = String(Key).split('/').at(-1) ?? '';
        const text = id === 'damaged' ? 'no envelope' : encodeEnvelope(id === 'odd' ? odd : envelope(id));
        return { Body: { transformToByteArray: async () => Buffer.from(text) } };
      },
      Query: (input) => ({ Items: [ledger[asked(input)]].filter((one) => one !== undefined) }),
    },
  });
}

/** The ledger's entry of this callback. */
async function entryOf(id: string, state: string, text?: string, key?: string): Promise<Entry> {
  const { context, stack } = given([], {}, key);
  const { callback } = await readEnvelope(context, stack, envelope(id, text));
  return { sk: { S: callback.identity.part }, state: { S: state }, contentDigest: { S: callback.contentDigest } };
}

const keysOf = (objects: readonly { readonly key: string }[]) => objects.map(({ key }) => key);

describe('pending is', () => {
  it('what the ledger does not know, or has not finished: the newest first', async () => {
    const ledger = { 'mo#a': await entryOf('a', 'published'), 'mo#b': await entryOf('b', 'claimed') };
    const { context, stack } = given(['a', 'b', 'c'], ledger);
    const { pending, unchecked } = await findPendingOverflow(context, stack, everything);
    expect([keysOf(pending), unchecked]).toEqual([['overflow/c', 'overflow/b'], 0]);
  });

  it('what cannot be read: a person has to look at it', async () => {
    const { context, stack } = given(['damaged']);
    expect(keysOf((await findPendingOverflow(context, stack, everything)).pending)).toEqual(['overflow/damaged']);
  });

  it('nothing in an empty bucket', async () => {
    const { context, stack } = given([]);
    expect(await findPendingOverflow(context, stack, everything)).toEqual({ pending: [], undecided: [], unchecked: 0 });
  });

  it('looked for within the limits, and what was not looked at is counted', async () => {
    const { context, stack } = given(['a', 'b', 'c']);
    const few = await findPendingOverflow(context, stack, { ...everything, objects: 2 });
    expect([keysOf(few.pending), few.unchecked]).toEqual([['overflow/c', 'overflow/b'], 1]);
    const { context: other } = given(['a', 'b', 'c']);
    expect((await findPendingOverflow(other, stack, { ...everything, bytes: 19 })).unchecked).toBe(2);
  });

  it('looked for until the deadline, and what it left out is counted and named', async () => {
    const ids = Array.from({ length: 20 }, (_, index) => `id${index}`);
    const { context, stack, named } = given(ids);
    // A clock that stands still until the first of them was looked up.
    const deadline = new Deadline(() => (named('Query').length > 0 ? 3_000 : 0), 3_000);
    const { pending, unchecked } = await findPendingOverflow(context, stack, { ...everything, deadline });
    expect(named('GetObject')).toHaveLength(8);
    expect(pending.length).toBeGreaterThan(0);
    expect(unchecked).toBe(20 - pending.length);
    expect(deadline.leftOut).toEqual(['the overflow objects']);
  });

  it('told as it goes, eight at a time', async () => {
    const { context, stack } = given(Array.from({ length: 9 }, (_, index) => `id${index}`));
    const progress: (readonly [number, number])[] = [];
    await findPendingOverflow(context, stack, everything, (done, of) => progress.push([done, of]));
    expect(progress).toEqual([
      [8, 9],
      [9, 9],
    ]);
  });
});

test('an object whose key ingest made is pending unless the consumer noted it, and is not read', async () => {
  const name = (n: number) => `2026-05-06/10.00.00.000-0f3d9d0c-0000-4000-8000-00000000000${n}.json`;
  const noted = { sk: { S: '-' }, state: { S: 'consumed' } };
  const { context, stack, named } = given([name(1), name(2)], { [`overflow#overflow/${name(1)}`]: noted });
  const { pending, undecided } = await findPendingOverflow(context, stack, everything);
  expect([keysOf(pending), undecided]).toEqual([[`overflow/${name(2)}`], []]);
  expect(named('GetObject')).toEqual([]);
});

test('other content under the same identity was published where it was kept as a collision', async () => {
  const published = await entryOf('a', 'published', 'OTHER');
  const without = given(['a'], { 'mo#a': published });
  expect((await findPendingOverflow(without.context, without.stack, everything)).pending).toHaveLength(1);
  const [, collision] = without
    .named('Query')
    .map(({ ExpressionAttributeValues }) => JSON.stringify(ExpressionAttributeValues));
  const key = /"S":"(unrecognized#([^"]+))"/.exec(collision ?? '') ?? [];
  const entry = { sk: { S: '-' }, state: { S: 'published' }, contentDigest: { S: key[2] ?? '' } };
  const kept = given(['a'], { 'mo#a': published, [key[1] ?? '']: entry });
  expect((await findPendingOverflow(kept.context, kept.stack, everything)).pending).toEqual([]);
});

describe('what was kept as unrecognized', () => {
  const kept = unrecognized(envelope('a'), 'xml-missing-field', { ...policy, identityKey: null });
  const entry = {
    ...{ sk: { S: '-' }, state: { S: 'published' }, contentDigest: { S: kept.contentDigest } },
    ...{ requestId: { S: 'a' }, firstSeenAt: { S: '2024-05-06T12:08:10.000Z' } },
  };
  const ledger = { [`unrecognized#${kept.identity.id}`]: entry };

  it('of another request with the same body does not count for this one', async () => {
    const other = { [`unrecognized#${kept.identity.id}`]: { ...entry, requestId: { S: 'other' } } };
    const { context, stack } = given(['a'], other);
    expect((await findPendingOverflow(context, stack, everything)).pending).toHaveLength(1);
  });

  it('was published, though today it would be published as what it says it is', async () => {
    const { context, stack } = given(['a'], ledger);
    expect((await findPendingOverflow(context, stack, everything)).pending).toEqual([]);
  });

  it('is pending where an operator has sent it again', async () => {
    const { context, stack } = given(['again/a'], ledger);
    const { pending } = await findPendingOverflow(context, stack, everything);
    expect(keysOf(pending)).toEqual(['overflow/again/a']);
  });
});

describe('without the identity key', () => {
  const key = 'k'.repeat(64);
  const ids = ['claimed', 'odd', 'published', 'unknown'];
  const ledger = async () => ({
    'mo#published': await entryOf('published', 'published', undefined, key),
    'mo#claimed': await entryOf('claimed', 'claimed', undefined, key),
  });

  it('what the ledger has sealed, or under a keyed identity, is undecided; what it has not, or has not finished, is pending', async () => {
    const { context, stack, notes } = given(ids, await ledger(), awsFailure('AccessDeniedException'));
    const { pending, undecided } = await findPendingOverflow(context, stack, everything);
    expect(keysOf(pending)).toEqual(['overflow/unknown', 'overflow/claimed']);
    expect(keysOf(undecided)).toEqual(['overflow/published', 'overflow/odd']);
    expect(notes.filter((note) => note.includes('The identity key could not be read'))).toHaveLength(1);
  });

  it('as against with it, where nothing is', async () => {
    const { context, stack, notes } = given(ids, await ledger(), key);
    const { pending, undecided } = await findPendingOverflow(context, stack, everything);
    expect(keysOf(pending)).toEqual(['overflow/unknown', 'overflow/odd', 'overflow/claimed']);
    expect([undecided, notes]).toEqual([[], []]);
  });
});
