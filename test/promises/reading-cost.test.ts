import { toEvent } from '../../lambda/reader/event';
import { readCallback } from '../../lambda/reader/read-callback';
import type { Envelope } from '../../lambda/shared/envelope';

/** Nested `yield*` costs a step per level for every piece: the steps are what grew with the depth. */
async function stepsOf(work: () => Promise<unknown>): Promise<number> {
  const prototype = Object.getPrototypeOf(Object.getPrototypeOf((function* () {})()));
  const { next } = prototype;
  let steps = 0;
  prototype.next = function count(...values: unknown[]) {
    steps += 1;
    return next.apply(this, values);
  };
  try {
    await work();
  } finally {
    prototype.next = next;
  }
  return steps;
}

const policy = { bucket: 'bucket', requireRbmSignature: false, identityKey: 'key' };

function envelope(path: string, body: string): Envelope {
  return {
    version: 1,
    requestId: 'request-1',
    receivedAt: '2026-05-06T07:08:09.123Z',
    method: 'POST',
    path,
    query: {},
    headers: {},
    sourceIp: '35.155.139.143',
    proof: 'basic:current',
    body: Buffer.from(body),
  };
}

async function read(path: string, body: string): Promise<string> {
  const sent = envelope(path, body);
  const callback = await readCallback(sent, policy);
  toEvent(callback, sent);
  return callback.identity.family;
}

/** As many elements, some of them around the others. */
function elements(depth: number, count: number): string {
  return '<a>'.repeat(depth) + '<a/>'.repeat(count - depth) + '</a>'.repeat(depth);
}

const documents = {
  receipt: {
    path: '/sms/receipt',
    write: (inner: string) =>
      `<mtMessageResponse messageId="1"><type>System</type><status isError="false"/>${inner}</mtMessageResponse>`,
  },
  mo: {
    path: '/sms/mo',
    write: (inner: string) =>
      `<moMessage messageId="1"><source address="1"/><destination address="2"/><message>t</message>` +
      `<longMessageInfo>${inner}</longMessageInfo></moMessage>`,
  },
  mms: {
    path: '/mms/mo',
    write: (inner: string) =>
      `<Envelope><Header><TransactionID>1</TransactionID></Header><Body><DeliverReq>${inner}</DeliverReq></Body></Envelope>`,
  },
} as const;

test.each(Object.entries(documents))(
  'a %s of 8 KB takes as many steps at any depth',
  async (family, { path, write }) => {
    const steps = (depth: number) =>
      stepsOf(async () => expect(await read(path, write(elements(depth, 2_000)))).toBe(family));
    expect(await steps(55)).toBeLessThanOrEqual(2 * (await steps(1)) + 1_000);
  },
);

test('JSON takes as many steps at any depth', async () => {
  const write = (depth: number) =>
    `{"event_id":"1","a":${'['.repeat(depth)}${'1,'.repeat(2_000)}1${']'.repeat(depth)}}`;
  const steps = (depth: number) => stepsOf(async () => expect(await read('/platform', write(depth))).toBe('platform'));
  expect(await steps(900)).toBeLessThanOrEqual(2 * (await steps(1)));
});

test('the counter counts', async () => {
  function* inner(): Generator<number> {
    yield* [1, 2, 3];
  }
  function* outer(): Generator<number> {
    yield* inner();
  }
  expect(await stepsOf(async () => [...outer()])).toBeGreaterThan(6);
});
