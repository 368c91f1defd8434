import { toEvent } from '../../../../../lambda/reader/event';
import { readCallback } from '../../../../../lambda/reader/read-callback';
import { readCheckedEvent } from '../../../src/conformance/random/check-events';
import {
  createSubject,
  families,
  firstWriting,
  type RequestDraft,
  type Writing,
} from '../../../src/conformance/random/drafts';
import { createMalformed } from '../../../src/conformance/random/malformed';
import { createRandom } from '../../../src/vibes/random';

const policy = { bucket: 'bucket', requireRbmSignature: false, requireCertificate: false, identityKey: 'a key' };

/** What the reader makes of it, as the checker reads the event. */
async function read({ method, path, headers, body, needs }: RequestDraft) {
  const envelope = {
    version: 1,
    requestId: 'request',
    receivedAt: '2026-05-06T07:08:09.000Z',
    method,
    path,
    query: {},
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    sourceIp: '192.0.2.1',
    proof: needs === 'password' ? 'basic:current' : 'source',
    body,
  } as const;
  const { detailType, detail } = toEvent(await readCallback(envelope, policy), envelope);
  return readCheckedEvent(JSON.stringify({ 'detail-type': detailType, detail: JSON.parse(detail) }));
}

const writings: readonly Writing[] = [
  firstWriting,
  { ...firstWriting, attempt: 3 },
  { ...firstWriting, visible: 1 },
  { ...firstWriting, hidden: 2 },
  { ...firstWriting, charset: 'latin1' },
  { ...firstWriting, charset: 'unsaid' },
];

it.each(families)('%s: each writing is what it says', async (family) => {
  const random = createRandom(3);
  for (let count = 0; count < 6; count += 1) {
    const subject = createSubject(random, family);
    for (const writing of writings) {
      const { says, ...draft } = subject.write(writing);
      const event = await read({ ...draft, says });
      if (says.as === 'unrecognized') expect(event?.kept?.reason).toBe(says.reason);
      else expect([event?.detailType, event?.key]).toEqual([says.detailType, says.identity]);
    }
  }
});

it.each(families)('%s: other content is other bytes, under the same id', (family) => {
  const subject = createSubject(createRandom(4), family);
  const first = subject.write(firstWriting);
  for (const other of [{ visible: 1 }, { hidden: 1 }]) {
    const { body, says } = subject.write({ ...firstWriting, ...other });
    expect(body.equals(first.body)).toBe(false);
    expect(says).toMatchObject(
      says.as === 'event' && first.says.as === 'event' ? { identity: first.says.identity } : {},
    );
  }
});

it('malformed ones are kept for the reason that they say', async () => {
  const random = createRandom(5);
  const seen = new Set<string>();
  for (let count = 0; count < 150; count += 1) {
    const draft = createMalformed(random);
    const reason = draft.says.as === 'unrecognized' ? draft.says.reason : '';
    if (seen.has(reason)) continue;
    seen.add(reason);
    expect((await read(draft))?.kept?.reason).toBe(reason);
  }
  expect(seen.size).toBe(14);
});
