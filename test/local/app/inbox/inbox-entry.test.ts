import { bytesOf, familyOf, newEntry, stateOf, summaryOf } from '../../../../local/app/inbox/inbox-entry';
import type { DeliveryOutcome } from '../../../../local/delivery/delivery-outcome';
import { at } from './inbox-fixtures';

it('a new entry waits, and nothing else is known of it', () => {
  expect(summaryOf(newEntry(7, 'r1', at))).toEqual({
    ...{ id: 7, at: at.toISOString(), family: 'Unrecognized Callback', outcome: 'waiting', note: '', status: null },
    ...{ route: '', requestId: 'r1', vibesId: null, targets: [] },
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

it('its body and its event are what it takes', () => {
  const entry = newEntry(1, 'r1', at);
  expect(bytesOf(entry)).toBe(0);
  expect(bytesOf({ ...entry, body: Buffer.alloc(3), event: '12' })).toBe(5);
});
