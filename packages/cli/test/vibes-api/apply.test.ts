import { applyPlan } from '../../src/vibes-api/apply';
import { type VibesApiClient, VibesApiError } from '../../src/vibes-api/client';
import { planRegistrations } from '../../src/vibes-api/plan';
import type { Registration } from '../../src/vibes-api/registration';

const [url, other] = ['https://example.com/platform', 'https://crm.example.com/hook'];
const settings = { url, replace: true, nowMs: Date.UTC(2026, 5, 1) };
const at = (callbackId: string, where: string): Registration => ({
  ...{ callbackId, url: where, type: 'person_added', scope: {}, method: 'POST', contentType: 'application/json' },
  ...{ startDate: null, endDate: null, createdAt: null },
});

const refused = async () => {
  throw new VibesApiError('not-found', "Vibes' API answered 404.");
};
/** An API that refuses every change, and lists this afterwards. */
const apiWith = (listed: readonly Registration[]): VibesApiClient => ({
  ...{ host: 'api.example.com', company: 'A', create: refused, update: refused, cancel: refused, test: refused },
  ...{ list: refused, registrations: async () => listed },
});

it('what another user has done meanwhile counts as done', async () => {
  const plan = planRegistrations([{ type: 'person_added', scope: {} }], [at('1', url), at('2', other)], settings);
  expect(await applyPlan(apiWith([at('1', url)]), plan, settings)).toMatchObject([
    { callbackId: '2', status: 'done', reason: 'refused, but it is as it should be' },
  ]);
  expect(await applyPlan(apiWith([at('1', url), at('2', other)]), plan, settings)).toMatchObject([
    { callbackId: '2', status: 'refused' },
  ]);
});
