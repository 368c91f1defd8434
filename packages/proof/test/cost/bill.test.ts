import fc from 'fast-check';
import { type BillLine, computeBill, total } from '../../src/cost/bill';
import counted from '../../src/cost/measured-calls.json';
import { burst, inventory, trickle } from './example';

const aMillionAMonth = 1_000_000 / 30;

function lineOf(lines: readonly BillLine[], service: string, what: string): BillLine {
  const line = lines.find((one) => one.service === service && one.what === what);
  if (line === undefined) throw new Error(`no line ${service} ${what}`);
  return line;
}

describe('computeBill', () => {
  const bill = computeBill(aMillionAMonth, trickle, inventory);

  it('takes the gateway request at 3.50 a million', () => {
    expect(lineOf(bill, 'API Gateway', 'requests').usd).toBeCloseTo(3.5);
  });

  it('pays a completion by its item and not by its call', () => {
    const inBursts = computeBill(aMillionAMonth, burst, inventory);
    expect(lineOf(bill, 'DynamoDB', 'completions').quantity).toBeCloseTo(1_000_000);
    expect(lineOf(inBursts, 'DynamoDB', 'completions').quantity).toBeCloseTo(1_000_000);
  });

  it('pays claims and events by the callback', () => {
    expect(lineOf(bill, 'DynamoDB', 'claims').usd).toBeCloseTo(0.625);
    expect(lineOf(bill, 'EventBridge', 'events').usd).toBeCloseTo(1);
  });

  it('takes a tenth of receives and deletions where ten come in a batch', () => {
    const inBursts = computeBill(aMillionAMonth, burst, inventory);
    for (const what of ['ReceiveMessage with messages', 'deletion']) {
      expect(lineOf(inBursts, 'SQS', what).usd).toBeCloseTo(lineOf(bill, 'SQS', what).usd / 10);
    }
  });

  /** By the item, by the event and by the batch that came. */
  const paidOtherwise = ['dynamodb.BatchWriteItem', 'events.PutEvents', 'sqs.ReceiveMessage'];
  const callsOf = ({ calls, mappingCalls }: typeof trickle) =>
    [calls, mappingCalls].flatMap((services) =>
      Object.entries(services).flatMap(([service, actions]) =>
        Object.keys(actions).map((action) => [service, action] as const),
      ),
    );
  const callsSeen = [counted.trickle, counted.burst].flatMap(callsOf);

  it.each([...new Set(callsSeen.map((call) => call.join('.')))])('has %s, which was counted, in it', (call) => {
    const [service = '', action = ''] = call.split('.');
    const once = { [service]: { [action]: 1_000 } };
    const without = computeBill(aMillionAMonth, { ...trickle, calls: {}, mappingCalls: {} }, inventory);
    const withIt = computeBill(aMillionAMonth, { ...trickle, calls: once, mappingCalls: once }, inventory);
    expect(total(withIt) > total(without)).toBe(!paidOtherwise.includes(call));
  });

  it('keeps ledger, archive and logs for as long as they are kept', () => {
    const longer = computeBill(aMillionAMonth, trickle, { ...inventory, archiveDays: 60 });
    expect(lineOf(longer, 'EventBridge', 'archive, storage').usd).toBeCloseTo(
      2 * lineOf(bill, 'EventBridge', 'archive, storage').usd,
    );
  });

  it('has the metrics of an ordinary day all month, and those of failures for the hours that have any', () => {
    expect(lineOf(bill, 'CloudWatch', 'metrics of an ordinary day').usd).toBeCloseTo(0.6);
    expect(lineOf(bill, 'CloudWatch', 'metrics of failures').usd).toBeCloseTo((8 * 0.3 * 24) / 720);
  });

  it('has alarms, secrets, the daily sweep and idle polls left where nothing comes', () => {
    const idle = computeBill(0, trickle, inventory);
    expect(idle.map(({ service, what }) => `${service} ${what}`)).toEqual([
      'SQS ReceiveMessage without messages',
      'CloudWatch alarms',
      'Secrets Manager secrets',
      'Lambda daily sweep, requests',
      'Lambda daily sweep, duration',
      'S3 daily sweep, LIST',
    ]);
    expect(total(idle)).toBeCloseTo(0.2592 + 1.8 + 0.4);
  });

  it('has the idle polls of every event source mapping', () => {
    const two = computeBill(0, trickle, { ...inventory, eventSourceMappings: 2 });
    expect(lineOf(two, 'SQS', 'ReceiveMessage without messages').quantity).toBe(2 * 648_000);
  });

  it('grows in a straight line from what it costs to be there', () => {
    // And from the metrics that any callback at all writes.
    const metrics = bill.filter(({ what }) => what.startsWith('metrics of '));
    const idle = total([...computeBill(0, trickle, inventory), ...metrics]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), (perDay) => {
        const once = total(computeBill(perDay, trickle, inventory)) - idle;
        const twice = total(computeBill(2 * perDay, trickle, inventory)) - idle;
        expect(twice).toBeCloseTo(2 * once, 6);
      }),
    );
  });
});
