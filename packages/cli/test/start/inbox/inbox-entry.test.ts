import type { DeliveryOutcome } from '../../../../local-cloud/src/delivery/delivery-outcome';
import { bytesOf, familyOf, forgetBytes, newEntry, stateOf, summaryOf } from '../../../src/start/inbox/inbox-entry';
import { at, exchangeOf } from './inbox-fixtures';

it('a new entry waits, and nothing else is known of it', () => {
  expect(summaryOf(newEntry(7, 'r1', at))).toEqual({
    ...{ id: 7, at: at.toISOString(), family: 'Unrecognized Callback', outcome: 'waiting', note: '', status: null },
    ...{ route: '', requestId: 'r1', vibesId: null, text: '', isEarlier: false, targets: [] },
  });
});

it.each([
  ['/sms/mo', undefined, 'MO Message'],
  ['/mms/receipt', undefined, 'MMS Delivery Report'],
  ['/elsewhere', undefined, 'Unrecognized Callback'],
  ['constructor', undefined, 'Unrecognized Callback'],
  ['/sms/mo', 'MT Message Response', 'MT Message Response'],
])('of the route %s and the detail-type %s the family is %s', (route, detailType, expected) => {
  expect(familyOf({ route, ...(detailType === undefined ? {} : { detailType }) })).toBe(expected);
});

it.each<[DeliveryOutcome['step'][], string]>([
  [[], 'trying'],
  [['retried'], 'trying'],
  [['retried', 'delivered'], 'done'],
  [['function-retried', 'failed'], 'failed'],
  [['dead-lettered'], 'failed'],
  [['dropped'], 'failed'],
])('a target with %j is %s', (steps, expected) => {
  const target = {
    rule: 'r',
    target: 't',
    steps: steps.map((step) => ({ step, detail: '', attempts: 1, log: [], at })),
  };
  expect(stateOf(target)).toBe(expected);
});

it('all that a stranger or a function wrote is what it takes, and is forgotten', () => {
  const entry = newEntry(1, 'r1', at);
  expect(bytesOf(entry)).toBe(0);
  const { request, answer, ...rest } = exchangeOf('r1')[1];
  entry.body = Buffer.alloc(3);
  entry.event = '12';
  entry.envelope = { a: 1 };
  entry.exchange = {
    ...rest,
    request: { ...request, rawHeaders: ['a', 'bc'] },
    answer: { ...answer, headers: [['d', 'ef']], body: Buffer.alloc(7) },
  };
  entry.log.push({ at, line: '12345678901' });
  const step = { step: 'delivered', detail: 'ran', attempts: 1, log: ['1234567890123', '4'], at } as const;
  entry.targets.set('r t', { rule: 'r', target: 't', steps: [step] });
  expect(bytesOf(entry)).toBe(3 + 2 + 7 + (3 + 3 + 7) + 11 + 14);
  forgetBytes(entry);
  expect(bytesOf(entry)).toBe(0);
  expect(entry.isForgotten).toBe(true);
  expect(entry.targets.get('r t')?.steps).toEqual([{ ...step, log: [] }]);
  expect(entry.exchange.request.path).toBe('/sms/mo');
});
