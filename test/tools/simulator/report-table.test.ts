import { reportTable } from '../../../tools/simulator/report-table';
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

  it('has no colour codes: it is piped into files', () => {
    expect(reportTable(soundReport)).not.toContain('\u001b');
  });
});
