import { reportTable } from '../../src/simulator/report';
import { soundReport } from './reports';

function rows(table: string): Record<string, string> {
  const cells = table.split('\n').flatMap((line) => {
    const [, name, value] = line.split('│').map((cell) => cell.trim());
    return name === undefined || value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(cells);
}

describe('reportTable', () => {
  it('shows what became of everything', () => {
    expect(rows(reportTable(soundReport))).toMatchObject({
      seed: '7',
      sent: '10',
      'accepted at attempt 1': '9',
      'accepted at attempt 2': '1',
      answers: '200 × 10, 503 × 1',
      'lost for good': '0',
      'duplicates published': '0',
      'accepted, not published': '0',
    });
  });

  it('says nothing of publication where it cannot be seen', () => {
    expect(rows(reportTable({ ...soundReport, publication: null }))).not.toHaveProperty('duplicates published');
  });

  it('says how far an interrupted run came', () => {
    expect(rows(reportTable(soundReport))).not.toHaveProperty('interrupted after');
    expect(rows(reportTable({ ...soundReport, planned: 50, interrupted: true, publication: null }))).toMatchObject({
      'interrupted after': '10 of 50',
    });
  });

  it('counts the calls that a fault hit, and says so where none did', () => {
    expect(rows(reportTable(soundReport))).not.toHaveProperty('calls that a fault hit');
    expect(rows(reportTable({ ...soundReport, faultsStruck: 3 }))).toMatchObject({ 'calls that a fault hit': '3' });
    expect(reportTable({ ...soundReport, faultsStruck: 0 })).toContain('0: it showed nothing');
  });

  it('fits 60 columns', () => {
    const answers = { '200': 100_000, '401': 10_000, '403': 10_000, '500': 10_000, '503': 10_000, '504': 10_000 };
    const latencyMs = { p50: 1_999, p90: 2_000, p99: 2_001, max: 2_002 };
    const report = { ...soundReport, faultsStruck: 0, delivery: { ...soundReport.delivery, answers, latencyMs } };
    expect(
      Math.max(
        ...reportTable(report)
          .split('\n')
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(60);
  });

  it('has no colour codes: it is piped into files', () => {
    expect(reportTable(soundReport)).not.toContain('\u001b');
  });
});
