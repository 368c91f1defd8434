import { compilePattern } from '../../src/aws/events/pattern/compile-pattern';
import type { Rule } from '../../src/aws/events/rules/rule';
import { Schedules } from '../../src/delivery/schedules';

const pattern = compilePattern('{"source":["aws.events"]}', 'a test');
const orders: Rule = { name: 'Orders', arn: 'arn:orders', busArn: 'arn:bus', pattern, targets: [] };
const daily: Rule = { ...orders, name: 'Daily', arn: 'arn:daily', busArn: 'arn:default', everyMinutes: 1440 };

function given() {
  const taken: string[] = [];
  const schedules = new Schedules({
    rules: () => [daily, orders],
    region: 'us-east-1',
    accountId: '000000000000',
    minuteMs: 2_000,
    take: ({ json, busArn, onlyRules }) => taken.push(`${busArn} ${onlyRules} ${JSON.parse(json).source}`),
  });
  return { schedules, taken };
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
