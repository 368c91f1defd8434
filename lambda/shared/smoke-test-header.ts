/** Header of an operator's own test callback: what it brings is not counted as Vibes' (decision 0013). */
export const smokeTestHeader = 'x-vibes-callbacks-smoke-test';
