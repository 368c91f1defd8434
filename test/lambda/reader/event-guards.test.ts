import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { type DeliveredEvent, isCallback } from '../../../lambda/reader/delivered-event';
import * as guards from '../../../lambda/reader/event-guards';
import { eventTypes } from '../../../lambda/reader/families';

const { isMoMessage } = guards;
const event = (detailType: string, source = 'vibes.callbacks') => ({ source, 'detail-type': detailType, detail: {} });

/** The types that a guard lets pass. */
const passed = (isIt: (value: unknown) => boolean) => eventTypes.filter((type) => isIt(event(type)));

test('there is a guard for each type, and it passes no other', () => {
  expect(Object.values(guards).map((isIt) => passed(isIt).length)).toEqual(eventTypes.map(() => 1));
  expect(Object.values(guards).flatMap(passed).sort()).toEqual([...eventTypes].sort());
});

// Customers' code imports these names (contract).
test.each([
  ['MO Message', guards.isMoMessage],
  ['MT Message Response', guards.isMtMessageResponse],
  ['MMS Message', guards.isMmsMessage],
  ['MMS Delivery Report', guards.isMmsDeliveryReport],
  ['Platform Event', guards.isPlatformEvent],
  ['RBM Event', guards.isRbmEvent],
  ['Unrecognized Callback', guards.isUnrecognizedCallback],
  ['Message Outcome', guards.isMessageOutcome],
] as const)('the guard of a %s passes one of this service alone', (detailType, isIt) => {
  expect(passed(isIt)).toEqual([detailType]);
  expect(isIt(event(detailType, 'somebody.else'))).toBe(false);
});

test.each([null, undefined, 'MO Message', 7, [], {}, { detail: {} }])('%j is not a callback', (value) => {
  expect(isCallback(value)).toBe(false);
  expect(isMoMessage(value)).toBe(false);
});

test('an event of ours is a callback, an outcome or one of another type is not', () => {
  expect(isCallback(event('RBM Event'))).toBe(true);
  expect(isCallback(event('Message Outcome'))).toBe(false);
  expect(isCallback(event('Smoke Test'))).toBe(false);
});

test('behind a guard the compiler knows the fields', () => {
  const textOf = (value: unknown) => (isMoMessage(value) ? value.detail.data.text : undefined);
  const typed: (value: DeliveredEvent<'MO Message'>) => string = (value) => value.detail.data.destination.address;
  expect(textOf({ ...event('MO Message'), detail: { data: { text: 'HI' } } })).toBe('HI');
  expect(typed).toBeInstanceOf(Function);
});

test.each(Object.keys(guards))('a bundled function pays less than 1 kB for %s', (name) => {
  const { outputFiles } = buildSync({
    stdin: {
      contents: `import { ${name} } from './package/events'; export const handler = (event) => ${name}(event);`,
      resolveDir: join(__dirname, '..', '..', '..'),
    },
    // As `NodejsFunction` bundles.
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    write: false,
  });
  const [code = ''] = outputFiles.map(({ text }) => text);
  expect(code).toContain('vibes.callbacks');
  expect(code.length).toBeLessThan(1000);
});
