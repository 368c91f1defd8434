import { TokenBucket } from '../../src/gateway/token-bucket';

describe('a token bucket', () => {
  it('lets a burst through and no more', () => {
    const bucket = new TokenBucket(10, 3, () => 0);
    expect([1, 2, 3, 4].map(() => bucket.take())).toEqual([true, true, true, false]);
  });

  it('fills at its rate, up to its burst', () => {
    let now = 0;
    const bucket = new TokenBucket(10, 2, () => now);
    bucket.take();
    bucket.take();
    now = 100;
    expect([1, 2].map(() => bucket.take())).toEqual([true, false]);
    now = 60_000;
    expect([1, 2, 3].map(() => bucket.take())).toEqual([true, true, false]);
  });

  it('of rate and burst nought lets nothing through', () => {
    expect(new TokenBucket(0, 0, () => 0).take()).toBe(false);
  });
});
