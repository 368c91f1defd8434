import { decide } from '../../src/simulator/delivery-rules';

describe('decide', () => {
  it.each(['sms', 'mms', 'platform', 'rbm'] as const)('counts any 2XX as delivered for %s', (channel) => {
    expect([200, 202, 204, 299].map((status) => decide(channel, status))).toEqual(Array(4).fill('accepted'));
  });

  it.each(['sms', 'mms', 'platform', 'rbm'] as const)('retries 3XX, 5XX and no answer for %s', (channel) => {
    expect([301, 302, 500, 503, null].map((status) => decide(channel, status))).toEqual(Array(5).fill('retry'));
  });

  it('never sends a Platform event again after a 4XX', () => {
    expect([400, 401, 403, 404, 413, 415, 429, 499].map((status) => decide('platform', status))).toEqual(
      Array(8).fill('final'),
    );
  });

  it.each(['sms', 'mms', 'rbm'] as const)('retries a 4XX for %s', (channel) => {
    expect([400, 401, 403, 429].map((status) => decide(channel, status))).toEqual(Array(4).fill('retry'));
  });

  it('does not count 199 or 300 as delivered', () => {
    expect([199, 300].map((status) => decide('sms', status))).toEqual(['retry', 'retry']);
  });
});
