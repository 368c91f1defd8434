import { readIds } from '../../../src/bench/local-run/event-watch';

test('an event is known by its own id, and by that of its request', () => {
  const metadata = { id: 'event-1', identity: { family: 'mo' }, requestId: 'request-1' };
  const line = JSON.stringify({ version: '0', id: 'bus-1', detail: { metadata, data: { requestId: 'other' } } });
  expect(readIds(line)).toEqual({ id: 'event-1', requestId: 'request-1' });
});

test('a line that is no event of a callback is refused', () =>
  expect(() => readIds('{"version":"0"}')).toThrow('no event of a callback'));
