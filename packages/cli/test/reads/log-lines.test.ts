import { Deadline } from '../../src/frame/deadline';
import { anyFieldIs, equalsTerm, findLogLines, maxLoggedId, textOf } from '../../src/reads/log-lines';
import { givenOps } from '../support/ops-context';

const event = (timestamp: number, message: string, eventId = 'e') => ({ timestamp, message, eventId });
const query = { pattern: '{ $.code = "Published" }', fromMs: 1.9 };

test('the lines of all pages are given, the oldest first', async () => {
  const answers = {
    FilterLogEvents: [
      { events: [event(5, '{"code":"B","a":"x"}')], nextToken: 't' },
      { events: [event(3, '{"code":"A"}')] },
    ],
  };
  const { context, named } = givenOps({ answers });
  const lines = await findLogLines(context, 'group', { ...query, untilMs: 9.1 });
  expect(lines.map(({ atMs, code }) => [atMs, code])).toEqual([
    [3, 'A'],
    [5, 'B'],
  ]);
  expect(named('FilterLogEvents')).toEqual([
    { logGroupName: 'group', filterPattern: query.pattern, startTime: 1, endTime: 10 },
    { logGroupName: 'group', filterPattern: query.pattern, startTime: 1, endTime: 10, nextToken: 't' },
  ]);
});

test('a line of another function has no code and no fields, and each line has an id of its own', async () => {
  const events = [event(1, 'START'), event(1, '[1]'), event(1, 'START', 'f')];
  const lines = await findLogLines(givenOps({ answers: { FilterLogEvents: [{ events }] } }).context, 'group', query);
  expect(lines.map(({ code, fields }) => [code, fields])).toEqual(Array(3).fill(['', {}]));
  expect(new Set(lines.map(({ id }) => id)).size).toBe(3);
});

test('after so many pages it gives what it has', async () => {
  const page = { events: [event(1, '{}')], nextToken: 't' };
  const { context } = givenOps({ answers: { FilterLogEvents: [page, page] } });
  expect(await findLogLines(context, 'group', { ...query, maxPages: 2 })).toHaveLength(2);
});

test('after its deadline it gives what it has, and names it', async () => {
  const page = { events: [event(1, '{}')], nextToken: 't' };
  const { context } = givenOps({ answers: { FilterLogEvents: [page] } });
  const deadline = new Deadline(() => 1, 1);
  expect(await findLogLines(context, 'group', { ...query, deadline })).toHaveLength(1);
  expect(deadline.leftOut).toEqual(['the logs']);
});

test('no page is asked for after an interruption, and never one before 1970', async () => {
  const stopped = givenOps({ io: { interrupted: AbortSignal.abort() } });
  await expect(findLogLines(stopped.context, 'group', query)).rejects.toThrow('aborted');
  expect(stopped.calls).toEqual([]);
  const { context, named } = givenOps({ answers: { FilterLogEvents: [{}] } });
  expect(await findLogLines(context, 'group', { ...query, fromMs: -5 })).toEqual([]);
  expect(named('FilterLogEvents')[0]?.startTime).toBe(0);
});

test('a field is text or none', () => {
  const line = { atMs: 0, code: '', id: '', fields: { a: 'x', b: 1 } };
  expect([textOf(line, 'a'), textOf(line, 'b'), textOf(line, 'c')]).toEqual(['x', undefined, undefined]);
});

test('what a person typed cannot end the text of a pattern', () => {
  expect(equalsTerm('requestId', 'a"b\\c')).toBe('$.requestId = "abc"');
});

test('a request id that a caller chose matches no other', () => {
  expect(equalsTerm('requestId', '*')).toBe('$.requestId = ""');
});

test('a pattern for the longest id in five fields is one that CloudWatch takes', () => {
  const fields = ['requestId', 'eventId', 'messageId', 'deadLetterId', 'key'];
  expect(anyFieldIs(fields, 'x'.repeat(maxLoggedId)).length).toBeLessThanOrEqual(1_024);
});
