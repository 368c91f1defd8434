import type { AwsCall } from '../../src/aws/protocols/call';
import { ServiceFaults } from '../../src/faults/service-faults';
import { callOf } from '../aws/calls';

const send = callOf('sqs', 'SendMessage');
const put = callOf('dynamodb', 'PutItem');

function given() {
  let nowMs = 1000;
  let draws: readonly number[] = [];
  const random = () => {
    const [next, ...rest] = draws;
    if (next === undefined) throw new Error('a random number was not expected here');
    draws = rest;
    return next;
  };
  const faults = new ServiceFaults(() => nowMs, random);
  const hits = (call: AwsCall, times: number) =>
    Array.from({ length: times }, () => faults.meeting(call) !== undefined);
  return {
    faults,
    hits,
    pass: (ms: number) => {
      nowMs += ms;
    },
    draw: (...numbers: readonly number[]) => {
      draws = numbers;
    },
  };
}

describe('a fault', () => {
  it('hits every action of its service until it is cleared, and no other service', () => {
    const { faults, hits } = given();
    faults.add({ service: 'sqs', mode: 'error' });
    expect([...hits(send, 2), ...hits(callOf('sqs', 'DeleteMessage'), 1), ...hits(put, 1)]).toEqual([
      true,
      true,
      true,
      false,
    ]);
    faults.clear();
    expect(hits(send, 1)).toEqual([false]);
  });

  it('of one action leaves the others alone', () => {
    const { faults, hits } = given();
    faults.add({ service: 'sqs', action: 'SendMessage', mode: 'error' });
    expect([...hits(send, 1), ...hits(callOf('sqs', 'ReceiveMessage'), 1)]).toEqual([true, false]);
  });

  it('with a count hits so many calls', () => {
    const { faults, hits } = given();
    faults.add({ service: 'sqs', mode: 'error', count: 2 });
    expect([...hits(put, 1), ...hits(send, 3)]).toEqual([false, true, true, false]);
  });

  it('with seconds hits until they are over', () => {
    const { faults, hits, pass } = given();
    faults.add({ service: 'sqs', mode: 'error', seconds: 2 });
    pass(1999);
    expect(hits(send, 1)).toEqual([true]);
    pass(1);
    expect(hits(send, 1)).toEqual([false]);
  });

  it('with a rate hits that share, and uses up its count only on a hit', () => {
    const { faults, hits, draw } = given();
    faults.add({ service: 'sqs', mode: 'error', rate: 0.2, count: 1 });
    draw(0.5, 0.2, 0.19);
    expect(hits(send, 4)).toEqual([false, false, true, false]);
  });

  it('that is partial meets only calls of entries, its rate left to them', () => {
    const { faults, hits } = given();
    faults.add({ service: 'events', mode: 'partial', rate: 0.5 });
    expect([...hits(callOf('events', 'PutEvents'), 1), ...hits(callOf('events', 'ListRules'), 1)]).toEqual([
      true,
      false,
    ]);
  });

  it('is the earliest one that hits', () => {
    const { faults } = given();
    faults.add({ service: 'sqs', mode: 'error', count: 1 });
    faults.add({ service: 'sqs', mode: 'throttle' });
    expect([faults.meeting(send)?.mode, faults.meeting(send)?.mode]).toEqual(['error', 'throttle']);
  });
});
