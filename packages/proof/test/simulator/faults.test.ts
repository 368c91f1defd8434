import { parseFault } from '../../src/simulator/faults';

describe('parseFault', () => {
  it('reads a share of the calls', () => {
    expect(parseFault('sqs:error:20%')).toEqual({ service: 'sqs', mode: 'error', rate: 0.2 });
  });

  it('reads an action, a duration and a number of calls', () => {
    expect(parseFault('dynamodb.UpdateItem:throttle:10s')).toEqual({
      service: 'dynamodb',
      action: 'UpdateItem',
      mode: 'throttle',
      seconds: 10,
    });
    expect(parseFault('s3:timeout:3')).toEqual({ service: 's3', mode: 'timeout', count: 3 });
  });

  it('reads how late an answer comes', () => {
    expect(parseFault('events:slow:1900ms:5')).toEqual({ service: 'events', mode: 'slow', delayMs: 1_900, count: 5 });
  });

  it.each(['', 'sqs', 'sqs:', 'sqs:broken', 'kinesis:error', 'sqs:error:many', 'sqs:error:20%%', 'sqs:error:-1'])(
    'refuses %j with a sentence that shows the form',
    (text) => {
      expect(() => parseFault(text)).toThrow('write service[.Action]:mode');
    },
  );

  it('refuses a share above 100%', () => {
    expect(() => parseFault('sqs:error:101%')).toThrow('100%');
  });

  it('refuses slow without saying how late', () => {
    expect(() => parseFault('sqs:slow')).toThrow('how late');
  });
});
