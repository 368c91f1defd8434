import { planWorkload } from '../../simulator/workload';
import { rawRequest } from './raw-connection';

export interface BenchCallback {
  readonly route: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** SMS as a company has them: the messages of its customers, and the receipts of its own. */
export function smsCallbacks(count: number, seed: number): readonly BenchCallback[] {
  const arrivals = planWorkload({
    seed,
    callbacks: count,
    mix: { mo: 40, receipt: 60 },
    imports: { count: 0, rows: 0 },
    copies: 0,
  });
  return arrivals.map(({ callback }) => ({ route: callback.route, ...callback.document(1) }));
}

/** As Vibes posts it. */
export function postOf(callback: BenchCallback, endpointUrl: string, authorization: string): Buffer {
  const { pathname } = new URL(`${endpointUrl.replace(/\/$/, '')}${callback.route}`);
  const proof: Record<string, string> = callback.route === '/sms/mo' ? { authorization } : {};
  return rawRequest('POST', pathname, { ...callback.headers, 'user-agent': 'Java/17', ...proof }, callback.body);
}
