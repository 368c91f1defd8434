import fc from 'fast-check';
import type { Datum } from '../../packages/local-cloud/src/aws/cloudwatch/metrics/metric';
import { minutesInAlarm } from '../support/evaluated-alarm';
import { ofType, synthesize } from './synth';

const [, { Properties: alarm }] =
  ofType(synthesize(), 'AWS::CloudWatch::Alarm').find(([, { Properties }]) =>
    String(Properties.AlarmName).endsWith('-MoRefused'),
  ) ?? fail();

function fail(): never {
  throw new Error('there is no MoRefused');
}

interface Calls {
  readonly refused?: number;
  readonly passed?: number;
  readonly method?: string;
}

/** As API Gateway reports a minute: nothing of a method that was not called. */
function reported({ refused = 0, passed = 0, method = 'POST' }: Calls): readonly Datum[] {
  const dimensions = { ApiName: 'Stack', Stage: 'callbacks', Resource: '/sms/mo', Method: method };
  const call = (error: number) => [
    { metric: { namespace: 'AWS/ApiGateway', name: 'Count', dimensions }, value: 1 },
    { metric: { namespace: 'AWS/ApiGateway', name: '4XXError', dimensions }, value: error },
  ];
  return [...Array(refused).fill(1), ...Array(passed).fill(0)].flatMap(call);
}

function ringsIn(minutes: readonly Calls[], late = 0): readonly number[] {
  const quiet = (length: number) => Array.from({ length }, () => ({}));
  const all = [...quiet(9), ...minutes, ...quiet(15)].map(reported);
  return minutesInAlarm(alarm, all, late).map((minute) => minute - 9);
}

const repeat = (calls: Calls, minutes: number) => Array.from({ length: minutes }, () => calls);

describe('MoRefused', () => {
  it.each(['POST', 'PUT', 'PATCH'])('rings for a single call by %s that was refused, within five minutes', (method) => {
    for (const late of [0, 1, 2]) {
      // At the end of the minute with this number: the call came in minute 0.
      const [first] = ringsIn([{ refused: 1, method }], late);
      expect(first).toBe(3);
    }
  });

  it('ends by itself', () => {
    expect(Math.max(...ringsIn([{ refused: 1 }]))).toBeLessThanOrEqual(10);
    expect(ringsIn([{ refused: 1 }])).not.toEqual([]);
  });

  it('rings for a single call that was refused an hour after another was let through', () => {
    expect(ringsIn([{ passed: 1 }, {}, {}, {}, { refused: 1 }])).not.toEqual([]);
  });

  it('rings where twice as many are refused as let through: a short code without a password, and a new address', () => {
    for (const late of [0, 1, 2]) expect(ringsIn(repeat({ refused: 20, passed: 10 }, 4), late)).not.toEqual([]);
  });

  it('cannot tell half of the calls that are refused from a client that waits for the challenge', () => {
    expect(ringsIn(repeat({ refused: 10, passed: 10 }, 10))).toEqual([]);
  });

  it('does not take what was answered 5XX, with credentials, for refused', () => {
    expect(ringsIn(repeat({ refused: 1, passed: 1 }, 3))).toEqual([]);
  });

  it('never rings for a client that waits for the challenge, whenever a minute ends and however late it is told', () => {
    // Of each message: the minute of its refused call, and whether the one with credentials came in the next.
    const message = fc.record({ minute: fc.nat(9), isNext: fc.boolean(), method: fc.constantFrom('POST', 'PUT') });
    fc.assert(
      fc.property(fc.array(message, { maxLength: 40 }), fc.nat(2), (messages, late) => {
        const quiet = Array.from({ length: 9 }, (): Datum[] => []);
        const minutes = Array.from({ length: 29 }, (): Datum[] => []).concat();
        for (const { minute, isNext, method } of messages) {
          minutes[9 + minute]?.push(...reported({ refused: 1, method }));
          minutes[9 + minute + (isNext ? 1 : 0)]?.push(...reported({ passed: 1, method }));
        }
        expect(minutesInAlarm(alarm, [...minutes, ...quiet], late)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
