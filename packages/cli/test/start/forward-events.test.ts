import type { PublishedEvent } from '../../../local-cloud/src/aws/events/published-event';
import { EventForwarder, type Forwarded } from '../../src/start/forward-events';

const event = (id: string): PublishedEvent => ({
  detailType: 'MO Message',
  json: `{"id":"${id}"}`,
  busArn: 'arn:bus',
  publishedAt: new Date(0),
});

const idsOf = (eventId: string) => ({ eventId, callbackId: 'c', requestId: 'r', vibesId: 'v' });

function worldOf(answers: readonly (number | Error)[]) {
  const left = [...answers];
  const posted: string[] = [];
  const waits: number[] = [];
  const outcomes: Forwarded['outcome'][] = [];
  const details: string[] = [];
  const toldOf: (string | undefined)[] = [];
  const forwarder = new EventForwarder({
    url: 'http://127.0.0.1:3000/hook',
    post: async (_url, body) => {
      posted.push(body);
      const answer = left.shift() ?? 200;
      if (typeof answer !== 'number') throw answer;
      return answer;
    },
    wait: async (ms) => void waits.push(ms),
    onOutcome: ({ ids, outcome, detail }) => {
      toldOf.push(ids?.eventId);
      outcomes.push(outcome);
      details.push(detail);
    },
  });
  return { forwarder, posted, waits, outcomes, details, toldOf };
}

test('each event is posted to the letter, in order, and its answer told', async () => {
  const { forwarder, posted, outcomes, details, toldOf } = worldOf([200, 204]);
  forwarder.take(event('a'), idsOf('a'));
  forwarder.take(event('b'), undefined);
  await forwarder.settled();
  expect(posted).toEqual(['{"id":"a"}', '{"id":"b"}']);
  expect(outcomes).toEqual(['taken', 'taken']);
  expect(toldOf).toEqual(['a', undefined]);
  expect(details[1]).toMatch(/^204 in \d+ ms$/);
});

test('what is not taken is tried again, and the next event waits', async () => {
  const { forwarder, posted, waits, outcomes } = worldOf([500, new Error('fetch failed'), 200]);
  forwarder.take(event('a'), idsOf('a'));
  forwarder.take(event('b'), undefined);
  await forwarder.settled();
  expect(posted).toEqual(['{"id":"a"}', '{"id":"a"}', '{"id":"a"}', '{"id":"b"}']);
  expect(waits).toEqual([1000, 2000]);
  expect(outcomes).toEqual(['tried-again', 'tried-again', 'taken', 'taken']);
});

test('after five tries an event is given up, with the cause', async () => {
  const refused = new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED 127.0.0.1:3000') });
  const { forwarder, outcomes, details } = worldOf(Array.from({ length: 5 }, () => refused));
  forwarder.take(event('a'), idsOf('a'));
  await forwarder.settled();
  expect(outcomes.at(-1)).toBe('given-up');
  expect(details.at(-1)).toBe('connect ECONNREFUSED 127.0.0.1:3000');
});
