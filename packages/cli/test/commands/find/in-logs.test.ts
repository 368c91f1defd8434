import { inLogs } from '../../../src/commands/find/in-logs';
import { Deadline, unhurried } from '../../../src/frame/deadline';
import { givenOps } from '../../support/ops-context';

const hourMs = 3_600_000;
const nowMs = 100 * hourMs;
const outputs = { ConsumerLogGroupName: '/consumer', IngestLogGroupName: '/ingest', LedgerTableName: 'ledger' };

interface Line {
  readonly group: '/consumer' | '/ingest';
  readonly hoursAgo: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Logs with these lines; the ledger has this item under each key, if any. */
function given(lines: readonly Line[], item?: Readonly<Record<string, unknown>>) {
  return givenOps({
    outputs,
    nowMs,
    answers: {
      FilterLogEvents: ({ logGroupName, filterPattern, startTime = 0, endTime = nowMs }) => ({
        events: lines
          .map(({ group, hoursAgo, fields }) => ({ group, timestamp: nowMs - hoursAgo * hourMs, fields }))
          .filter(
            ({ group, timestamp, fields }) =>
              group === logGroupName &&
              timestamp >= Number(startTime) &&
              timestamp <= Number(endTime) &&
              Object.entries(fields).some(([name, value]) => String(filterPattern).includes(`$.${name} = "${value}"`)),
          )
          .map(({ timestamp, fields }) => ({ timestamp, eventId: 'x', message: JSON.stringify(fields) })),
      }),
      Query: ({ ExpressionAttributeValues }) => {
        const isIt = JSON.stringify(ExpressionAttributeValues).includes('"mo#m1"');
        return { Items: item !== undefined && isIt ? [item] : [] };
      },
    },
  });
}

const published = { code: 'Published', eventId: 'e', requestId: 'r', detailType: 'MO Message' };
const find = ({ context, stack }: ReturnType<typeof given>) => inLogs(context, stack, 'r', 0, unhurried());

describe('a callback is found in the logs', () => {
  it('by what the consumer logged, with what the ledger knows of it', async () => {
    const line: Line = { group: '/consumer', hoursAgo: 0.5, fields: { ...published, identity: 'mo#m1#-' } };
    const item = { sk: { S: '-' }, state: { S: 'published' }, timesSeen: { N: '4' }, eventId: { S: 'e' } };
    expect(await find(given([line], item))).toMatchObject([{ identity: 'mo#m1#-', state: 'published', timesSeen: 4 }]);
  });

  it('by its lines alone where the ledger has forgotten it', async () => {
    const lines: Line[] = [
      { group: '/consumer', hoursAgo: 0.5, fields: published },
      { group: '/consumer', hoursAgo: 0.25, fields: { ...published, code: 'DuplicateDropped' } },
    ];
    expect(await find(given(lines))).toEqual([
      {
        family: 'mo',
        identity: null,
        state: 'published',
        firstSeenAt: new Date(nowMs - 0.5 * hourMs).toISOString(),
        lastSeenAt: new Date(nowMs - 0.25 * hourMs).toISOString(),
        timesSeen: 2,
        eventId: 'e',
        requestId: 'r',
        cause: null,
      },
    ]);
  });

  it.each([
    ['kept', { ...published, detailType: 'Unrecognized Callback' }],
    ['waiting', { ...published, code: 'RecordFailed' }],
  ])('as %s', async (state, fields) => {
    expect(await find(given([{ group: '/consumer', hoursAgo: 0, fields }]))).toMatchObject([{ state }]);
  });

  it('as waiting where ingest stored it and no consumer has said anything', async () => {
    const fields = { code: 'StoredLarge', requestId: 'r' };
    expect(await find(given([{ group: '/ingest', hoursAgo: 30, fields }]))).toMatchObject([
      { state: 'waiting', family: null, identity: null, requestId: 'r' },
    ]);
  });

  it('of the newest hour first: older ones are asked for only then', async () => {
    const world = given([
      { group: '/consumer', hoursAgo: 0.5, fields: published },
      { group: '/consumer', hoursAgo: 50, fields: { ...published, eventId: 'older' } },
    ]);
    expect(await find(world)).toMatchObject([{ eventId: 'e' }]);
    expect(world.named('FilterLogEvents').map(({ startTime }) => startTime)).toEqual([nowMs - hourMs, nowMs - hourMs]);
  });

  it('no further back than is asked for', async () => {
    const world = given([{ group: '/consumer', hoursAgo: 50, fields: published }]);
    expect(await inLogs(world.context, world.stack, 'r', nowMs - 2 * hourMs, unhurried())).toEqual([]);
    expect(Math.min(...world.named('FilterLogEvents').map(({ startTime }) => Number(startTime)))).toBe(
      nowMs - 2 * hourMs,
    );
  });
});

test('a request that ingest refused is found, with the answer and why', async () => {
  const fields = { code: 'MoUnauthorized', requestId: 'r', cause: 'wrong-password' };
  const [found] = await find(given([{ group: '/ingest', hoursAgo: 0.5, fields }]));
  expect(found).toMatchObject({ state: 'refused', requestId: 'r', cause: '401 MoUnauthorized: wrong-password' });
});

test.each([
  [0.5, 'Vibes retried until 03:55 (UTC)'],
  [0.25, 'Vibes retries until 04:10 (UTC)'],
])(
  'a request that was not stored %d hours ago is refused, and a note says until when it is retried',
  async (hoursAgo, note) => {
    const world = given([{ group: '/ingest', hoursAgo, fields: { code: 'StoreFailed', requestId: 'r' } }]);
    expect(await find(world)).toMatchObject([{ state: 'refused', cause: '503 StoreFailed' }]);
    expect(world.notes.at(-1)).toContain(`refused and not stored. ${note}`);
  },
);

describe('a dead letter that is in the queue no more', () => {
  const retried = { code: 'Retried', messageId: 'new', invocationId: 'i', requestId: 'q' };

  it('is found by the id that it had, over the request that it is of', async () => {
    const lines: Line[] = [
      { group: '/consumer', hoursAgo: 0.5, fields: { ...retried, deadLetterId: 'r' } },
      { group: '/consumer', hoursAgo: 0.4, fields: { ...published, requestId: 'q', messageId: 'new' } },
    ];
    expect(await find(given(lines))).toMatchObject([{ state: 'published', requestId: 'q', eventId: 'e' }]);
  });

  it('waits where it was tried and never read', async () => {
    const lines: Line[] = [{ group: '/consumer', hoursAgo: 0.5, fields: { ...retried, messageId: 'r' } }];
    expect(await find(given(lines))).toMatchObject([{ state: 'waiting', requestId: 'q', identity: null }]);
  });

  it('that is not an envelope is found by its own id', async () => {
    const fields = { code: 'RecordFailed', messageId: 'r', step: 'read', cause: 'envelope-shape' };
    expect(await find(given([{ group: '/consumer', hoursAgo: 0.5, fields }]))).toMatchObject([
      { state: 'waiting', requestId: 'r' },
    ]);
  });
});

test('an operator’s smoke test is published, as its line says', async () => {
  const fields = { code: 'SmokeTest', requestId: 'r', eventId: 'e', published: true };
  expect(await find(given([{ group: '/consumer', hoursAgo: 0.5, fields }]))).toMatchObject([{ state: 'published' }]);
});

test('an id that is longer than every one in the logs is not searched for there', async () => {
  const world = given([{ group: '/consumer', hoursAgo: 0.5, fields: published }]);
  expect(await inLogs(world.context, world.stack, 'x'.repeat(181), 0, unhurried())).toEqual([]);
  expect(world.named('FilterLogEvents')).toEqual([]);
});

test('the lines of a chosen request id are searched for until the deadline, and no others', async () => {
  const fields = { code: 'Retried', messageId: 'r', invocationId: 'i', requestId: '*' };
  const world = given([{ group: '/consumer', hoursAgo: 0.5, fields }]);
  await inLogs(world.context, world.stack, 'r', 0, new Deadline(() => 2, 1));
  const patterns = world.named('FilterLogEvents').map(({ filterPattern }) => String(filterPattern));
  expect(patterns.join()).not.toContain('*');
});
