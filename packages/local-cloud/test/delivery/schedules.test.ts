import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { compilePattern } from '../../src/aws/events/pattern/compile-pattern';
import type { Rule } from '../../src/aws/events/rules/rule';
import { openKeptTimes } from '../../src/aws/kept-times';
import { Schedules } from '../../src/delivery/schedules';
import { temporaryFolder } from '../support/temporary-folder';

const pattern = compilePattern('{"source":["aws.events"]}', 'a test');
const orders: Rule = { name: 'Orders', arn: 'arn:orders', busArn: 'arn:bus', pattern, targets: [] };
const daily: Rule = { ...orders, name: 'Daily', arn: 'arn:daily', busArn: 'arn:default', everyMinutes: 1440 };

const newFolder = temporaryFolder();

function given(folder = newFolder(), rules: readonly Rule[] = [daily, orders]) {
  const taken: string[] = [];
  mkdirSync(folder, { recursive: true });
  const schedules = new Schedules({
    rules: () => rules,
    region: 'us-east-1',
    accountId: '000000000000',
    minuteMs: 2_000,
    fired: openKeptTimes(join(folder, 'schedules.json')),
    nowMs: Date.now,
    take: ({ json, busArn, onlyRules }) => taken.push(`${busArn} ${onlyRules} ${JSON.parse(json).source}`),
  });
  return { schedules, taken, folder };
}

afterEach(() => jest.useRealTimers());

test('a rule with a rate makes an event each period, in minutes of CloudWatch', () => {
  jest.useFakeTimers();
  const { schedules, taken } = given();
  schedules.start();
  jest.advanceTimersByTime(1440 * 2_000 - 1);
  expect(taken).toEqual([]);
  jest.advanceTimersByTime(1440 * 2_000 + 1);
  expect(taken).toEqual(['arn:default arn:daily aws.events', 'arn:default arn:daily aws.events']);
  schedules.stop();
  jest.advanceTimersByTime(1440 * 4_000);
  expect(taken).toHaveLength(2);
});

test('one that is asked for comes at once, of the rules that have a schedule', () => {
  const { schedules, taken } = given();
  expect(schedules.fireAll()).toEqual(['Daily']);
  expect(taken).toEqual(['arn:default arn:daily aws.events']);
});

test('the last firing is remembered: what was due while the cloud was off comes at once, and once', () => {
  jest.useFakeTimers();
  const first = given();
  first.schedules.start();
  jest.advanceTimersByTime(1000 * 2_000);
  first.schedules.stop();
  jest.setSystemTime(Date.now() + 5000 * 2_000);
  const { schedules, taken } = given(first.folder);
  schedules.start();
  jest.advanceTimersByTime(1);
  expect(taken).toHaveLength(1);
  jest.advanceTimersByTime(1440 * 2_000);
  expect(taken).toHaveLength(2);
});

test('a restart begins no new period', () => {
  jest.useFakeTimers();
  const first = given();
  first.schedules.start();
  jest.advanceTimersByTime(1000 * 2_000);
  first.schedules.stop();
  const { schedules, taken } = given(first.folder);
  schedules.start();
  jest.advanceTimersByTime(440 * 2_000 - 1);
  expect(taken).toEqual([]);
  jest.advanceTimersByTime(1);
  expect(taken).toHaveLength(1);
});

test('a rule of more days than a timer counts waits for them', () => {
  jest.useFakeTimers();
  const monthly = { ...daily, everyMinutes: 30 * 1440 * 30 };
  const { schedules, taken } = given(undefined, [monthly]);
  schedules.start();
  jest.advanceTimersByTime(monthly.everyMinutes * 2_000 - 1);
  expect(taken).toEqual([]);
  jest.advanceTimersByTime(1);
  expect(taken).toHaveLength(1);
});
