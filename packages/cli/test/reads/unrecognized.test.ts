import { isOpen, listKept, markDismissed, markReprocessed } from '../../src/reads/unrecognized';
import { givenOps } from '../support/ops-context';

const folder = 'unrecognized/unknown-format/2026-05-06';

/** A bucket with these objects, each a second after the one before. */
function given(...keys: readonly string[]) {
  const Contents = keys.map((Key, index) => ({ Key, Size: 12, LastModified: new Date(1_000 * (index + 1)) }));
  const answers = { ListObjectsV2: [{ Contents }], PutObject: [{}] };
  return givenOps({ outputs: { BucketName: 'bucket' }, answers, nowMs: 60_000 });
}

const one = {
  ...{ eventId: 'e1', reason: 'unknown-format', name: `${folder}/e1`, size: 12, keptAtMs: 1_000 },
  ...{ reprocessedAtMs: undefined, isDone: false, dismissedAtMs: undefined },
};

describe('what was kept', () => {
  it('is listed once, from the names of its objects', async () => {
    const { context, stack, named } = given(`${folder}/e1.bin`, `${folder}/e1.json`);
    expect(await listKept(context, stack, {})).toEqual([one]);
    expect(named('ListObjectsV2')).toEqual([{ Bucket: 'bucket', Prefix: 'unrecognized/' }]);
  });

  it('comes with the newest first, and only that since a moment', async () => {
    const keys = [`${folder}/e1.bin`, `${folder}/e2.bin`, `${folder}/e3.bin`];
    const idsSince = async (sinceMs?: number) => {
      const { context, stack } = given(...keys);
      const kept = await listKept(context, stack, sinceMs === undefined ? {} : { sinceMs });
      return kept.map(({ eventId }) => eventId);
    };
    expect(await idsSince()).toEqual(['e3', 'e2', 'e1']);
    expect(await idsSince(2_000)).toEqual(['e3', 'e2']);
  });

  it('of one reason is looked for there alone', async () => {
    const { context, stack, named } = given();
    expect(await listKept(context, stack, { reason: 'too-deep' })).toEqual([]);
    expect(named('ListObjectsV2')).toEqual([{ Bucket: 'bucket', Prefix: 'unrecognized/too-deep/' }]);
  });

  it.each([
    ['understood', ['.done'], 2_000, true],
    ['not understood again', ['.again'], 2_000, false],
    ['understood at last', ['.again', '.done'], 3_000, true],
  ])('and was sent again and %s says when', async (_how, marks, reprocessedAtMs, isDone) => {
    const { context, stack } = given(`${folder}/e1.bin`, ...marks.map((mark) => `${folder}/e1${mark}`));
    expect(await listKept(context, stack, {})).toEqual([{ ...one, reprocessedAtMs, isDone }]);
  });
});

test.each([
  [true, `${folder}/e1.done`],
  [false, `${folder}/e1.again`],
])('the mark of what was sent again lies beside it (done: %s)', async (isDone, key) => {
  const { context, stack, named } = given();
  await markReprocessed(context, stack, one, isDone);
  const [{ Bucket, Key, Body } = {}] = named('PutObject');
  expect([Bucket, Key, String(Body)]).toEqual(['bucket', key, '{"reprocessedAt":"1970-01-01T00:01:00.000Z"}']);
});

it.each([
  [['.dismissed'], { dismissedAtMs: 2_000 }, false],
  [['.again', '.dismissed'], { reprocessedAtMs: 2_000, dismissedAtMs: 3_000 }, false],
  [['.dismissed', '.done'], { reprocessedAtMs: 3_000, dismissedAtMs: 2_000, isDone: true }, false],
  [['.again'], { reprocessedAtMs: 2_000 }, true],
  [['.done'], { reprocessedAtMs: 2_000, isDone: true }, false],
])('with the marks %j it is %j (open: %s)', async (marks, has, open) => {
  const { context, stack } = given(`${folder}/e1.bin`, ...marks.map((mark) => `${folder}/e1${mark}`));
  const kept = await listKept(context, stack, {});
  expect(kept).toEqual([{ ...one, ...has }]);
  expect(kept.map(isOpen)).toEqual([open]);
});

test('the mark of what was dismissed is stored beside it, and has no content', async () => {
  const { context, named } = given();
  await markDismissed(context, 'bucket', one);
  const [{ Bucket, Key, Body } = {}] = named('PutObject');
  expect([Bucket, Key, String(Body)]).toEqual([
    'bucket',
    `${folder}/e1.dismissed`,
    '{"dismissedAt":"1970-01-01T00:01:00.000Z"}',
  ]);
});
