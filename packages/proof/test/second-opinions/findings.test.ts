import { readAnswers, weighFindings } from '../../src/second-opinions/findings';
import type { Findings } from '../../src/second-opinions/rule-sets';

const findings = (broken: Record<string, string[]>, satisfied = 3): Findings => ({
  satisfied,
  broken: new Map(Object.entries(broken).map(([id, resources]) => [id, new Set(resources)])),
});

test('the answers are the rules of the first column, of that table alone', () => {
  const table = '| rule | asks for | why not |\n|---|---|---|\n| `CT.S3.PR.1`, `CKV_AWS_1` | `CKV_AWS_2` | x |\n';
  const markdown = `# A\n| \`CT.X.PR.9\` | x |\n\n## What rule sets ask for, and our answer\n\n${table}\n## Next\n| \`CT.Y.PR.9\` | x |\n`;
  expect([...readAnswers(markdown)]).toEqual(['CT.S3.PR.1', 'CKV_AWS_1']);
});

test('without the table nothing is answered, which is an error', () => {
  expect(() => readAnswers('# Security\n')).toThrow('has no heading');
});

test('every answer in docs/SECURITY.md is one of the two rule sets', () => {
  expect(readAnswers().size).toBeGreaterThan(20);
  for (const id of readAnswers()) expect(id).toMatch(/^(CT\.[A-Z0-9]+\.PR\.\d+|CKV2?_AWS_\d+)$/);
});

test('what is answered passes', () => {
  const outcome = weighFindings('x', [findings({ CKV_AWS_1: ['A'] })], new Set(['CKV_AWS_1', 'CT.S3.PR.1']));
  expect(outcome).toMatchObject({ status: 'passed', detail: expect.stringContaining('1 answered') });
});

test('what is found in any template and not answered fails, with its resources', () => {
  const all = [findings({ CKV_AWS_1: ['A'] }), findings({ CKV_AWS_1: ['A'], CKV_AWS_2: ['B', 'C'] })];
  const outcome = weighFindings('x', all, new Set(['CKV_AWS_1']));
  expect(outcome).toMatchObject({ status: 'failed', output: 'not answered in docs/SECURITY.md: CKV_AWS_2 (B, C)' });
});

test('an answer to what is not found any more fails', () => {
  const outcome = weighFindings('x', [findings({ CKV_AWS_1: ['A'] })], new Set(['CKV_AWS_1', 'CKV_AWS_2']));
  expect(outcome).toMatchObject({ status: 'failed', output: expect.stringContaining('any more: CKV_AWS_2') });
});

test('a rule set that looked at nothing has no opinion', () => {
  expect(weighFindings('x', [findings({}, 0)], new Set())).toMatchObject({ status: 'failed' });
});
