import {
  type DeliveredEvent,
  isCallback,
  isMmsDeliveryReport,
  isMmsMessage,
  isMoMessage,
  isMtMessageResponse,
  isPlatformEvent,
  isRbmEvent,
  isUnrecognizedCallback,
} from '../../../lambda/reader/event-guards';
import { detailTypes } from '../../../lambda/reader/families';

const guards = {
  'MO Message': isMoMessage,
  'MT Message Response': isMtMessageResponse,
  'MMS Message': isMmsMessage,
  'MMS Delivery Report': isMmsDeliveryReport,
  'Platform Event': isPlatformEvent,
  'RBM Event': isRbmEvent,
  'Unrecognized Callback': isUnrecognizedCallback,
};
const event = (detailType: string, source = 'vibes.callbacks') => ({ source, 'detail-type': detailType, detail: {} });

test('there is a guard for each type', () => {
  expect(Object.keys(guards).sort()).toEqual([...detailTypes].sort());
});

test.each(Object.entries(guards))('a %s is told from the others', (detailType, isIt) => {
  expect(detailTypes.filter((type) => isIt(event(type)))).toEqual([detailType]);
  expect(isIt(event(detailType, 'somebody.else'))).toBe(false);
});

test.each([null, undefined, 'MO Message', 7, [], {}, { detail: {} }])('%j is no callback', (value) => {
  expect(isCallback(value)).toBe(false);
  expect(isMoMessage(value)).toBe(false);
});

test('an event of ours is a callback, one of another type is not', () => {
  expect(isCallback(event('RBM Event'))).toBe(true);
  expect(isCallback(event('Smoke Test'))).toBe(false);
});

test('behind a guard the compiler knows the fields', () => {
  const textOf = (value: unknown) => (isMoMessage(value) ? value.detail.data.text : undefined);
  const typed: (value: DeliveredEvent<'MO Message'>) => string = (value) => value.detail.data.destination.address;
  expect(textOf({ ...event('MO Message'), detail: { data: { text: 'HI' } } })).toBe('HI');
  expect(typed).toBeInstanceOf(Function);
});
