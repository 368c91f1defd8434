import type { Attempt, Delivery } from '../../src/simulator/delivery';
import { reportDeliveries } from '../../src/simulator/report';
import { callbackOf } from './scripted';

function attempt(number: number, changed: Partial<Attempt>): Attempt {
  return { number, status: 200, latencyMs: 10, verdict: 'accepted', byHand: false, ...changed };
}

function delivery(outcome: Delivery['outcome'], ...attempts: readonly Attempt[]): Delivery {
  return { callback: callbackOf('sms'), attempts, startedAtMs: 0, outcome };
}

const failed = { status: 503, verdict: 'retry' } as const;
const timeout = { status: null, failure: 'timeout', verdict: 'retry', latencyMs: 2_000 } as const;

describe('reportDeliveries', () => {
  const report = reportDeliveries([
    delivery('accepted', attempt(1, {})),
    delivery('accepted', attempt(1, timeout), attempt(2, {})),
    delivery('accepted', attempt(1, failed), attempt(2, { byHand: true })),
    delivery('error-queue', attempt(1, failed), attempt(2, { ...failed, byHand: true })),
    delivery('refused', attempt(1, { status: 413, verdict: 'final' })),
  ]);

  it('counts at which attempt each was accepted', () => {
    expect(report.acceptedAtAttempt).toEqual({ '1': 1, '2': 2 });
  });

  it('tells retries from resends by hand', () => {
    expect(report).toMatchObject({ retries: 1, resends: 2 });
  });

  it('counts as lost for good what was refused or never accepted', () => {
    expect(report).toMatchObject({ sent: 5, accepted: 3, lostForGood: 2, refused: 1 });
  });

  it('counts what was in the error queue even where a resend got it out', () => {
    expect(report.errorQueue).toBe(2);
  });

  it('counts each answer, and timeouts apart', () => {
    expect(report.answers).toEqual({ '200': 3, '413': 1, '503': 3 });
    expect(report.timeouts).toBe(1);
  });

  it('takes percentiles by nearest rank, timeouts included', () => {
    const attempts = Array.from({ length: 99 }, (_, index) =>
      delivery('accepted', attempt(1, { latencyMs: index + 1 })),
    );
    const { latencyMs } = reportDeliveries([...attempts, delivery('error-queue', attempt(1, timeout))]);
    expect(latencyMs).toEqual({ p50: 50, p90: 90, p99: 99, max: 2_000 });
  });

  it('reports an empty run as zeroes', () => {
    expect(reportDeliveries([])).toMatchObject({ sent: 0, lostForGood: 0, latencyMs: { p50: 0, max: 0 } });
  });
});
