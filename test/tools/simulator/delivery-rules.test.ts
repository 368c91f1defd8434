import { judge } from '../../../tools/simulator/delivery-rules';

describe('judge', () => {
  it.each(['sms', 'mms', 'platform', 'rbm'] as const)('counts any 2XX as delivered for %s', (family) => {
    expect([200, 202, 204, 299].map((status) => judge(family, status))).toEqual(Array(4).fill('accepted'));
  });

  it.each(['sms', 'mms', 'platform', 'rbm'] as const)('retries 3XX, 5XX and no answer for %s', (family) => {
    expect([301, 302, 500, 503, null].map((status) => judge(family, status))).toEqual(Array(5).fill('retry'));
  });

  it('never sends a Platform event again after a 4XX', () => {
    expect([400, 401, 403, 404, 413, 415, 429, 499].map((status) => judge('platform', status))).toEqual(
      Array(8).fill('final'),
    );
  });

  it.each(['sms', 'mms', 'rbm'] as const)('retries a 4XX for %s', (family) => {
    expect([400, 401, 403, 429].map((status) => judge(family, status))).toEqual(Array(4).fill('retry'));
  });

  it('does not count 199 or 300 as delivered', () => {
    expect([199, 300].map((status) => judge('sms', status))).toEqual(['retry', 'retry']);
  });
});
