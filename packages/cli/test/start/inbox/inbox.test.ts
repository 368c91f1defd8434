import type { FunctionLine } from '../../../src/start/function-line';
import { Inbox } from '../../../src/start/inbox/inbox';
import { type InboxEntry, summaryOf } from '../../../src/start/inbox/inbox-entry';
import { at, envelopeOf, eventOf, exchangeOf, lettersOf, lineOf, receivedOf, stepOf } from './inbox-fixtures';

const inboxOf = () => new Inbox(() => at);
const only = (inbox: Inbox): InboxEntry => {
  const [entry, ...more] = inbox.all();
  if (entry === undefined || more.length > 0) throw new Error(`there are ${inbox.size}`);
  return entry;
};

describe('the inbox', () => {
  it('is empty at first', () => {
    expect(inboxOf().all()).toEqual([]);
  });

  it('has a callback as soon as it is answered, and it waits until it is published', () => {
    const inbox = inboxOf();
    inbox.answered(...exchangeOf('r1'));
    expect(summaryOf(only(inbox))).toEqual({
      ...{ id: 1, at: at.toISOString(), family: 'MO Message', outcome: 'waiting', note: '', status: 200 },
      ...{ route: '/sms/mo', requestId: 'r1', vibesId: null, text: '', isEarlier: false, targets: [] },
    });
    inbox.published(eventOf('r1'));
    expect(summaryOf(only(inbox))).toMatchObject({ outcome: 'published', vibesId: 'vibes-1', text: 'Hello' });
  });

  it('takes facts about a callback in any order', () => {
    const inbox = inboxOf();
    inbox.functionLine(lineOf('r1', { code: 'Stored', route: '/sms/mo' }));
    inbox.received(receivedOf(envelopeOf('r1')));
    inbox.published(eventOf('r1'));
    inbox.answered(...exchangeOf('r1'));
    inbox.functionLine(lineOf('r1', { code: 'Published', repeated: false }));
    expect(summaryOf(only(inbox))).toMatchObject({ status: 200, outcome: 'published', requestId: 'r1' });
    expect(only(inbox).receives).toEqual([{ at, queue: 'Callbacks', count: 1 }]);
    expect(only(inbox).log).toHaveLength(2);
  });

  it.each([
    [
      { code: 'DuplicateDropped', identity: 'mo#vibes-1#-' },
      { outcome: 'repeat', vibesId: 'vibes-1' },
    ],
    [
      { code: 'Published', reason: 'rbm-unverified' },
      { outcome: 'unrecognized', note: 'rbm-unverified' },
    ],
    [
      { code: 'Published', repeated: true },
      { outcome: 'published', note: 'perhaps again' },
    ],
    [
      { code: 'RecordFailed', step: 'publish', cause: 'Throttled' },
      { outcome: 'failing', note: 'publish Throttled' },
    ],
    [
      { code: 'OverflowUsed', cause: 'Timeout' },
      { outcome: 'waiting', note: 'in the bucket: Timeout' },
    ],
    [{ code: 'SmokeTest' }, { outcome: 'published' }],
    [{ code: 'Held' }, { outcome: 'waiting' }],
  ])('reads what became of it from %j', (line, expected) => {
    const inbox = inboxOf();
    inbox.answered(...exchangeOf('r1'));
    inbox.functionLine(lineOf('r1', line));
    expect(summaryOf(only(inbox))).toMatchObject(expected);
  });

  it('says why a request was not kept, by its cause where a function told it', () => {
    const inbox = inboxOf();
    inbox.answered(...exchangeOf('r1', { status: 401 }));
    inbox.answered(...exchangeOf('r2', { status: 503 }));
    inbox.functionLine(lineOf('r2', { code: 'StoreFailed', cause: 'Timeout' }));
    expect(inbox.all().map(summaryOf)).toMatchObject([
      { requestId: 'r2', outcome: 'refused', note: 'StoreFailed: Timeout', status: 503 },
      { requestId: 'r1', outcome: 'refused', note: 'no or wrong credentials', status: 401 },
    ]);
  });

  it.each([
    ['Sandbox.Timedout', 'Task timed out after 15.00 seconds', 'the consumer timed out'],
    ['Runtime.OutOfMemory', 'Runtime exited with error: signal: killed', 'the consumer ran out of memory'],
    ['Runtime.ExitError', 'Runtime exited with error: exit status 3', 'the consumer crashed: exit status 3'],
  ])('names a crash of the consumer: %s', (errorType, message, note) => {
    const inbox = inboxOf();
    const received = receivedOf(envelopeOf('r1'));
    inbox.received(received);
    inbox.crashed(received, { status: 'function-error', errorType, message });
    expect(summaryOf(only(inbox))).toMatchObject({ outcome: 'failing', note });
    inbox.deadLetters(lettersOf(envelopeOf('r1')));
    expect(summaryOf(only(inbox))).toMatchObject({ outcome: 'dead', note });
  });

  it('does not take back what was published before the crash', () => {
    const inbox = inboxOf();
    const received = receivedOf(envelopeOf('r1'));
    inbox.received(received);
    inbox.published(eventOf('r1'));
    inbox.crashed(received, { status: 'function-error', errorType: 'Sandbox.Timedout', message: '' });
    expect(summaryOf(only(inbox))).toMatchObject({ outcome: 'published' });
  });

  it('takes a GET for a look', () => {
    const inbox = inboxOf();
    inbox.answered(...exchangeOf('r1', { method: 'GET' }));
    expect(only(inbox).outcome).toBe('looked');
  });

  it('tells two requests apart that chose the same id', () => {
    const inbox = inboxOf();
    inbox.answered(...exchangeOf('r1'));
    inbox.answered(...exchangeOf('r1'));
    expect(inbox.all().map(({ id }) => id)).toEqual([2, 1]);
  });

  it('ignores facts about no callback', () => {
    const inbox = inboxOf();
    inbox.functionLine(lineOf('', { code: 'Swept' }));
    inbox.received(receivedOf('not an envelope'));
    inbox.delivered(stepOf('delivered'));
    expect(inbox.size).toBe(0);
  });
});

describe('a function of one’s own', () => {
  const notOurs = (line: FunctionLine): FunctionLine => ({ ...line, isOfCallbacks: false });

  it('whose line names a request makes no callback of it', () => {
    const inbox = inboxOf();
    inbox.functionLine(notOurs(lineOf('r1', { code: 'Published' })));
    expect(inbox.size).toBe(0);
  });

  it('is heard among the lines of a callback, and has no say in what became of it', () => {
    const inbox = inboxOf();
    inbox.answered(...exchangeOf('r1'));
    inbox.functionLine(notOurs(lineOf('r1', { code: 'StoreFailed', identity: 'mo#other#-', detailType: 'RBM Event' })));
    expect(summaryOf(only(inbox))).toMatchObject({ outcome: 'waiting', note: '', vibesId: null, family: 'MO Message' });
    expect(only(inbox).log).toHaveLength(1);
  });
});

it('an event without a request belongs to no callback', () => {
  const inbox = inboxOf();
  inbox.published(eventOf(''));
  expect(inbox.size).toBe(0);
});

describe('what was kept although its caller was not answered 200', () => {
  it('stays published when the answer comes last', () => {
    const inbox = inboxOf();
    inbox.published(eventOf('r1'));
    inbox.answered(...exchangeOf('r1', { status: 504 }));
    expect(summaryOf(only(inbox))).toMatchObject({ outcome: 'published', note: 'kept, but answered 504', status: 504 });
  });

  it('waits, and is not refused, once the consumer has it', () => {
    const inbox = inboxOf();
    inbox.answered(...exchangeOf('r1', { status: 503 }));
    inbox.received(receivedOf(envelopeOf('r1')));
    expect(summaryOf(only(inbox))).toMatchObject({ outcome: 'waiting', note: 'kept, but answered 503' });
    inbox.published(eventOf('r1'));
    expect(only(inbox).outcome).toBe('published');
  });
});

describe('the targets of a callback', () => {
  it('are shown try by try, with what the function wrote', () => {
    const inbox = inboxOf();
    inbox.published(eventOf('r1'));
    inbox.delivered(stepOf('function-retried', 'Error: no'));
    expect(summaryOf(only(inbox)).targets).toEqual(['trying']);
    inbox.delivered(stepOf('failed', 'failed 3 times'));
    expect(summaryOf(only(inbox)).targets).toEqual(['failed']);
    const [target] = only(inbox).targets.values();
    expect(target?.steps.map(({ detail, log }) => [detail, log])).toEqual([
      ['Error: no', ['wrote this']],
      ['failed 3 times', ['wrote this']],
    ]);
  });

  it('are a server of the developer’s, too', () => {
    const inbox = inboxOf();
    inbox.published(eventOf('r1'));
    inbox.forwarded({ ids: eventOf('r1'), outcome: 'taken', detail: '200 in 3 ms' });
    expect(summaryOf(only(inbox)).targets).toEqual(['done']);
  });
});

describe('dead letters', () => {
  it('are marked, until they are tried again', () => {
    const inbox = inboxOf();
    inbox.answered(...exchangeOf('r1'));
    inbox.deadLetters(lettersOf(envelopeOf('r1')));
    expect(only(inbox).outcome).toBe('dead');
    inbox.received(receivedOf(envelopeOf('r1')));
    expect(only(inbox).outcome).toBe('waiting');
  });

  it('are read once, and again when they come back', () => {
    const inbox = inboxOf();
    const told = jest.fn();
    inbox.onChange(told);
    const bodies = [envelopeOf('r1'), 'not an envelope'];
    const read = jest.fn((index: number) => bodies[index] ?? '');
    const letters = bodies.map((_, index) => ({
      messageId: `message-${index}`,
      get body() {
        return read(index);
      },
    }));
    inbox.deadLetters(letters);
    inbox.deadLetters(letters);
    expect([told.mock.calls.length, read.mock.calls.length]).toEqual([1, 2]);
    inbox.received(receivedOf(envelopeOf('r1')));
    inbox.deadLetters(letters);
    expect(only(inbox).outcome).toBe('dead');
  });

  it('of an earlier run are listed, with the bytes that their envelope has', () => {
    const inbox = inboxOf();
    inbox.deadLetters(lettersOf(envelopeOf('r1'), 'not an envelope'));
    expect(summaryOf(only(inbox))).toMatchObject({ outcome: 'dead', status: null, route: '/sms/mo' });
    expect(only(inbox).body?.toString()).toBe('<moMessage/>');
  });

  describe('that were too large for the queue', () => {
    const key = 'overflow/2026-01-02/03.04.05.678-0f3d9d0c-0000-4000-8000-000000000001.json';
    const Body = JSON.stringify({ Records: [{ s3: { object: { key: encodeURIComponent(key) } } }] });
    const stored = lineOf('r1', { code: 'StoredLarge', route: '/mms/mo', key });

    it('are known by the object that ingest named', () => {
      const inbox = inboxOf();
      inbox.answered(...exchangeOf('r1'));
      inbox.functionLine(stored);
      inbox.deadLetters(lettersOf(Body));
      expect(only(inbox)).toMatchObject({ requestId: 'r1', outcome: 'dead' });
    });

    it('are known by it too where its line comes after the notification', () => {
      const inbox = inboxOf();
      inbox.answered(...exchangeOf('r1'));
      inbox.received(receivedOf(Body));
      inbox.functionLine(stored);
      expect(only(inbox).receives).toEqual([{ at, queue: 'Callbacks', count: 1 }]);
    });

    it('are called by their object where an earlier run stored them', () => {
      const inbox = inboxOf();
      inbox.deadLetters(lettersOf(Body));
      expect(only(inbox)).toMatchObject({
        requestId: '03.04.05.678-0f3d9d0c-0000-4000-8000-000000000001',
        outcome: 'dead',
      });
    });
  });
});

describe('what earlier runs published', () => {
  const earlier = (requestId: string, hour: number, detailType = 'MO Message') =>
    eventOf(requestId, detailType, `event of ${requestId}`, `2026-01-01T0${hour}:00:00.000Z`);

  it('comes before what this run knows, in the order in which it came', () => {
    const inbox = inboxOf();
    inbox.answered(...exchangeOf('r1'));
    inbox.takeEarlier([earlier('old-2', 2), earlier('old-1', 1)]);
    inbox.answered(...exchangeOf('r2'));
    expect(inbox.all().map(({ id, requestId }) => [id, requestId])).toEqual([
      [2, 'r2'],
      [1, 'r1'],
      [-1, 'old-2'],
      [-2, 'old-1'],
    ]);
    expect([inbox.oldestId, inbox.get(-2)?.at.toISOString()]).toEqual([-2, '2026-01-01T01:00:00.000Z']);
    expect(inbox.all().map(({ isEarlier }) => isEarlier)).toEqual([false, false, true, true]);
  });

  it('leaves what this run knows already as it is, and tells its event', () => {
    const inbox = inboxOf();
    inbox.deadLetters(lettersOf(envelopeOf('r1')));
    inbox.published(eventOf('r2'));
    inbox.takeEarlier([earlier('r1', 1), eventOf('r2')]);
    expect(inbox.all().map(summaryOf)).toMatchObject([
      { id: 2, requestId: 'r2', outcome: 'published', isEarlier: false },
      { id: 1, requestId: 'r1', outcome: 'dead', isEarlier: false, text: 'Hello' },
    ]);
  });

  it('is reported once to each reader, and goes on if this run hears of it again', () => {
    const inbox = inboxOf();
    const told: unknown[] = [];
    inbox.onChange((change) => told.push(change === 'all' ? change : change.id));
    inbox.takeEarlier([earlier('old', 1)]);
    inbox.functionLine(lineOf('old', { code: 'DuplicateDropped' }));
    expect(told).toEqual(['all', -1]);
    expect(only(inbox).outcome).toBe('repeat');
  });

  it('is another callback than a request of this run that chose the same id', () => {
    const inbox = inboxOf();
    inbox.takeEarlier([earlier('same', 1)]);
    inbox.answered(...exchangeOf('same'));
    expect(inbox.all().map(({ id }) => id)).toEqual([1, -1]);
  });

  it('makes no more than 20,000 of all, and gives way to new ones', () => {
    const inbox = inboxOf();
    for (let index = 0; index < 19_999; index += 1) inbox.answered(...exchangeOf(`r${index}`));
    inbox.takeEarlier([earlier('old-1', 1), earlier('old-2', 2)]);
    expect([inbox.size, inbox.oldestId]).toEqual([20_000, -1]);
    inbox.answered(...exchangeOf('new'));
    expect([inbox.size, inbox.oldestId, inbox.get(-1)]).toEqual([20_000, 1, undefined]);
  });

  it('does not come back after a reset', () => {
    const inbox = inboxOf();
    inbox.clear();
    inbox.takeEarlier([earlier('old', 1)]);
    expect(inbox.size).toBe(0);
  });
});

it('reports every change, and that it was emptied', () => {
  const inbox = inboxOf();
  const told: unknown[] = [];
  inbox.onChange((change) => told.push(change === 'all' ? change : change.id));
  inbox.answered(...exchangeOf('r1'));
  inbox.answered(...exchangeOf('r2'));
  inbox.clear();
  expect(told).toEqual([1, 2, 'all']);
  expect(inbox.size).toBe(0);
});

it('keeps 20,000 callbacks, the newest', () => {
  const inbox = inboxOf();
  inbox.published(eventOf('r0'));
  for (let index = 0; index < 20_001; index += 1) inbox.answered(...exchangeOf(`r${index}`));
  expect(inbox.size).toBe(20_000);
  expect(inbox.oldestId).toBe(2);
  const told = jest.fn();
  inbox.onChange(told);
  inbox.delivered(stepOf('delivered'));
  expect([told.mock.calls.length, inbox.size, inbox.get(1)]).toEqual([0, 20_000, undefined]);
});
