import { newEntry } from '../../../src/start/inbox/inbox-entry';
import {
  addLogLine,
  addStep,
  keepEvent,
  takeAnswer,
  takeEnvelope,
  takeEvent,
  takeLogLine,
} from '../../../src/start/inbox/inbox-facts';
import { at, eventOf, exchangeOf } from './inbox-fixtures';

const entryOf = () => newEntry(1, 'r1', at);

describe('an answer', () => {
  it('keeps the body once, in bytes of its own', () => {
    const entry = entryOf();
    const [, exchange] = exchangeOf('r1');
    takeAnswer(entry, '/sms/mo', exchange);
    exchange.request.body.fill(0);
    expect([entry.body?.toString(), entry.exchange?.request.body.length]).toEqual(['<moMessage/>', 0]);
  });

  it('does not take back what is known already', () => {
    const entry = entryOf();
    takeEvent(entry, eventOf('r1'));
    takeAnswer(entry, '/sms/mo', exchangeOf('r1')[1]);
    expect(entry.outcome).toBe('published');
  });

  it('keeps the cause that a function logged for a 503', () => {
    const entry = entryOf();
    takeLogLine(entry, { code: 'StoreFailed', cause: 'Timeout' });
    takeAnswer(entry, '/sms/mo', exchangeOf('r1', { status: 503 })[1]);
    expect([entry.outcome, entry.note]).toEqual(['refused', 'StoreFailed: Timeout']);
  });
});

describe('a line of ingest', () => {
  it('of a stored callback outlives a late 503', () => {
    const entry = entryOf();
    takeLogLine(entry, { code: 'Stored' });
    takeAnswer(entry, '/sms/mo', exchangeOf('r1', { status: 503 })[1]);
    expect([entry.outcome, entry.note]).toEqual(['waiting', 'kept, but answered 503']);
  });

  it('of a failed store takes nothing back', () => {
    const entry = entryOf();
    takeEvent(entry, eventOf('r1'));
    takeLogLine(entry, { code: 'StoreFailed', cause: 'Timeout' });
    takeLogLine(entry, { code: 'OverflowUsed', cause: 'Timeout' });
    expect(entry.outcome).toBe('published');
  });

  it('of a damaged secret refuses none that was answered 200', () => {
    const entry = entryOf();
    takeLogLine(entry, { code: 'SecretUnreadable', cause: 'empty' });
    takeAnswer(entry, '/sms/mo', exchangeOf('r1')[1]);
    expect([entry.outcome, entry.note]).toEqual(['waiting', '']);
  });
});

describe('an event', () => {
  it('of an unrecognized callback is not a success', () => {
    const entry = entryOf();
    takeEvent(entry, eventOf('r1', 'Unrecognized Callback'));
    expect(entry.outcome).toBe('unrecognized');
  });

  it('tells the text of a person, and which id Vibes gave it', () => {
    const entry = entryOf();
    takeEvent(entry, eventOf('r1'));
    expect([entry.text, entry.vibesId]).toEqual(['Hello', 'vibes-1']);
  });

  it('that is only kept says nothing of what became of the callback', () => {
    const entry = Object.assign(entryOf(), { outcome: 'dead' as const });
    keepEvent(entry, eventOf('r1'));
    expect([entry.outcome, entry.text]).toEqual(['dead', 'Hello']);
  });

  it('ends what failed before', () => {
    const entry = Object.assign(entryOf(), { outcome: 'dead' as const, note: 'publish Throttled' });
    takeEvent(entry, eventOf('r1'));
    expect([entry.outcome, entry.note]).toEqual(['published', '']);
  });
});

it('an envelope does not replace the request that the gateway reported', () => {
  const entry = entryOf();
  takeAnswer(entry, '/sms/mo', exchangeOf('r1')[1]);
  const head = { proof: 'source' };
  takeEnvelope(entry, { requestId: 'r1', receivedAt: new Date(0), route: '/x', head, body: Buffer.from('other') });
  expect([entry.envelope, entry.route, entry.body?.toString()]).toEqual([head, '/sms/mo', '<moMessage/>']);
});

it('lines and tries are kept within a bound', () => {
  const entry = entryOf();
  const step = { step: 'retried', detail: '', attempts: 1, log: [], at } as const;
  for (let index = 0; index < 300; index += 1) {
    addLogLine(entry, { at, line: 'x' });
    addStep(entry, { rule: 'r', target: 't' }, step);
  }
  expect([entry.log.length, entry.targets.get('r t')?.steps.length]).toEqual([100, 200]);
});
