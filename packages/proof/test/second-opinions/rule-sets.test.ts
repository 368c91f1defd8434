import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { CheckFailed } from '../../src/second-opinions/outcome';
import {
  type Findings,
  readAnswers,
  readCfnGuard,
  readCheckov,
  weighFindings,
} from '../../src/second-opinions/rule-sets';

const folder = mkdtempSync(join(tmpdir(), 'rule-sets-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Stands in for a program: Node.js runs it, whatever system this is. */
function program(path: string, script: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!${process.execPath}\n${script}`, { mode: 0o755 });
}

function cfnGuard(script: string): string {
  const home = mkdtempSync(join(folder, 'npm-'));
  for (const binary of ['ubuntu/x86_64', 'ubuntu/aarch64', 'macos/x86_64', 'macos/aarch64']) {
    program(join(home, '@cdklabs', 'cdk-validator-cfnguard', 'bin', binary, 'cfn-guard'), script);
  }
  return home;
}

test("a broken rule of cfn-guard is told by its control's id, with its resources", async () => {
  const message = '\n [CT.S3.PR.2]: Require logs\n [FIX]: Set them';
  const broken = {
    Rule: { checks: [{ message }, { path: '/Resources/Bucket/Properties' }, { path: '/Resources/Other' }] },
  };
  const report = JSON.stringify([{ compliant: ['one', 'two'], not_compliant: [broken] }]);
  const findings = await readCfnGuard(cfnGuard(`console.log(${JSON.stringify(report)}); process.exit(19)`), 'x.json');
  expect(findings.satisfied).toBe(2);
  expect([...findings.broken]).toEqual([['CT.S3.PR.2', new Set(['Bucket', 'Other'])]]);
});

test('a cfn-guard that does not run is an error, not a clean bill', async () => {
  await expect(readCfnGuard(cfnGuard('console.error("no rules"); process.exit(5)'), 'x.json')).rejects.toThrow(
    'no rules',
  );
});

test('a failed check of checkov is told by its id, with its resources by their logical ids', async () => {
  const failed_checks = ['A', 'B'].map((id) => ({ check_id: 'CKV_AWS_1', resource: `AWS::S3::Bucket.${id}` }));
  const report = JSON.stringify({ summary: { passed: 4 }, results: { failed_checks } });
  const out = `process.argv[process.argv.indexOf('--output-file-path') + 1] + '/results_json.json'`;
  const script = `require('node:fs').writeFileSync(${out}, ${JSON.stringify(report)}); process.exit(1)`;
  program(join(folder, 'bin', 'checkov'), script);
  const findings = await readCheckov(join(folder, 'bin', 'python'), 'x.json');
  expect(findings).toEqual({ satisfied: 4, broken: new Map([['CKV_AWS_1', new Set(['A', 'B'])]]) });
});

test('a checkov that does not run is an error with what it said', async () => {
  program(join(folder, 'other', 'checkov'), 'console.error("no such framework"); process.exit(2)');
  await expect(readCheckov(join(folder, 'other', 'python'), 'x.json')).rejects.toThrow('no such framework');
});

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
  const detail = weighFindings([findings({ CKV_AWS_1: ['A'] })], new Set(['CKV_AWS_1', 'CT.S3.PR.1']));
  expect(detail).toContain('1 answered');
});

/** What is not settled. */
function complaint(all: readonly Findings[], answers: readonly string[]): unknown {
  try {
    return weighFindings(all, new Set(answers));
  } catch (error) {
    return error instanceof CheckFailed ? error.output : error;
  }
}

test('what is found in any template and not answered fails, with its resources', () => {
  const all = [findings({ CKV_AWS_1: ['A'] }), findings({ CKV_AWS_1: ['A'], CKV_AWS_2: ['B', 'C'] })];
  expect(complaint(all, ['CKV_AWS_1'])).toBe('not answered in docs/SECURITY.md: CKV_AWS_2 (B, C)');
});

test('an answer to what is not found any more fails', () => {
  const all = [findings({ CKV_AWS_1: ['A'] })];
  expect(complaint(all, ['CKV_AWS_1', 'CKV_AWS_2'])).toContain('any more: CKV_AWS_2');
});

test('a rule set that looked at nothing has no opinion', () => {
  expect(() => weighFindings([findings({}, 0)], new Set())).toThrow('no rule found anything to look at');
});
