import type { Envelope } from '../../../lambda/shared/envelope';
import { smokeTestId } from '../../../lambda/shared/smoke-test';
import { envelopeOf } from '../../../packages/proof/src/support/envelope';

const id = '5d0c6b6e-0000-4000-8000-00000000a001';
const body = `{"smokeTest":"${id}"}`;
const headers = { 'x-vibes-callbacks-smoke-test': '1' };
const test = (parts: Partial<Envelope> = {}) => ({
  ...envelopeOf({ body, headers, proof: 'basic:current' }),
  ...parts,
});

describe('a test of an operator', () => {
  it.each(['basic:current', 'basic:previous'] as const)('is one with %s', (proof) => {
    expect(smokeTestId(test({ proof }))).toBe(id);
  });

  it.each(['source', 'signature', 'certificate'] as const)('is not one with the proof %s alone', (proof) => {
    expect(smokeTestId(test({ proof }))).toBeUndefined();
  });

  it('is not one without its header', () => {
    expect(smokeTestId(test({ headers: {} }))).toBeUndefined();
  });

  it.each([
    ['a callback', '<moMessage messageId="1"/>'],
    ['more than its id', `${body.slice(0, -1)},"text":"hidden"}`],
    ['something after it', `${body} `],
    ['a text for an id', '{"smokeTest":"STOP"}'],
    ['a body past its length', `{"smokeTest":"${id}${' '.repeat(200)}"}`],
  ])('is not one with %s', (_what, other) => {
    expect(smokeTestId(test({ body: Buffer.from(other) }))).toBeUndefined();
  });
});
