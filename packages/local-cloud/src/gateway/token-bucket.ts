/** API Gateway's throttle: `rate` tokens a second flow into a bucket of `burst`, each call takes one. */
export class TokenBucket {
  #tokens: number;
  #filledAtMs: number;

  constructor(
    private readonly rate: number,
    private readonly burst: number,
    private readonly nowMs: () => number = performance.now.bind(performance),
  ) {
    this.#tokens = burst;
    this.#filledAtMs = nowMs();
  }

  take(): boolean {
    const now = this.nowMs();
    this.#tokens = Math.min(this.burst, this.#tokens + ((now - this.#filledAtMs) / 1000) * this.rate);
    this.#filledAtMs = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
