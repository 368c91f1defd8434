import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, runCommand } from '../support/run-command';
import { temporaryFolder } from '../support/temporary-folder';
import { CheckFailed } from './outcome';
import { scriptOf } from './tools';

/** The result of a rule set for one template. */
export interface Findings {
  /** How many rules passed. */
  readonly satisfied: number;
  /** The rules that failed, each with the resources. */
  readonly broken: ReadonlyMap<string, ReadonlySet<string>>;
}

const cfnGuardBinaries: Readonly<Record<string, string>> = {
  'linux-x64': 'ubuntu/x86_64',
  'linux-arm64': 'ubuntu/aarch64',
  'darwin-x64': 'macos/x86_64',
  'darwin-arm64': 'macos/aarch64',
};

/** cfn-guard with the rules of AWS Control Tower's proactive controls. @throws Error with what it said */
export async function readCfnGuard(nodeModules: string, templatePath: string): Promise<Findings> {
  const home = join(nodeModules, '@cdklabs', 'cdk-validator-cfnguard');
  const binary = cfnGuardBinaries[`${process.platform}-${process.arch}`];
  if (binary === undefined) throw new Error(`cfn-guard has no binary for ${process.platform} on ${process.arch}`);
  const rules = join(home, 'rules', 'control-tower', 'cfn-guard');
  const format = ['--structured', '--output-format', 'json', '--show-summary', 'none'];
  const args = ['validate', '--rules', rules, '--data', templatePath, ...format];
  const { code, output } = await runCommand(join(home, 'bin', binary, 'cfn-guard'), args);
  // 19: some rule is broken.
  if (code !== 0 && code !== 19) throw new Error(output);
  const [{ compliant, not_compliant: broken }] = JSON.parse(output);
  return { satisfied: compliant.length, broken: new Map(broken.flatMap(readGuardRule)) };
}

/** The control's id is in the message, the resources are in the checked paths. */
function readGuardRule(rule: unknown): [string, ReadonlySet<string>][] {
  const text = JSON.stringify(rule);
  const resources = new Set(Array.from(text.matchAll(/"path":"\/Resources\/([^/"]+)/g), ([, id = '']) => id));
  const ids = new Set(Array.from(text.matchAll(/\[(CT\.[A-Z0-9]+\.PR\.\d+)\]/g), ([, id = '']) => id));
  return [...ids].map((id) => [id, resources]);
}

interface FailedCheck {
  readonly check_id: string;
  readonly resource: string;
}

/** @throws Error with what it said */
export async function readCheckov(python: string, templatePath: string): Promise<Findings> {
  const folder = temporaryFolder('checkov-');
  try {
    const what = ['-f', templatePath, '--framework', 'cloudformation', '--skip-download'];
    const format = ['--quiet', '--compact', '-o', 'json', '--output-file-path', folder.path];
    const { code, output } = await runCommand(scriptOf(python, 'checkov'), [...what, ...format]);
    // 1: some check failed.
    if (code !== 0 && code !== 1) throw new Error(output);
    const { summary, results } = JSON.parse(readFileSync(join(folder.path, 'results_json.json'), 'utf8'));
    const broken = new Map<string, Set<string>>();
    for (const { check_id: id, resource } of results.failed_checks as readonly FailedCheck[]) {
      broken.set(id, (broken.get(id) ?? new Set()).add(resource.split('.').at(-1) ?? ''));
    }
    return { satisfied: summary.passed, broken };
  } finally {
    await folder.remove();
  }
}

const heading = '## What rule sets ask for, and our answer';

/** The rules that docs/SECURITY.md answers: the first column of its table. @throws Error without that table */
export function readAnswers(markdown = readFileSync(join(root, 'docs', 'SECURITY.md'), 'utf8')): ReadonlySet<string> {
  const [, after] = markdown.split(`${heading}\n`);
  if (after === undefined) throw new Error(`docs/SECURITY.md has no heading "${heading}"`);
  const [section = ''] = after.split(/^## /m);
  const rows = section.split('\n').filter((line) => line.startsWith('| `'));
  return new Set(
    rows.flatMap((row) => Array.from(row.split(' | ')[0]?.matchAll(/`([^`]+)`/g) ?? [], ([, id = '']) => id)),
  );
}

/**
 * Whatever a rule set finds in any template must be answered, and every answered rule must still fail.
 * @throws CheckFailed that names those that are not settled
 */
export function weighFindings(all: readonly Findings[], answers: ReadonlySet<string>): string {
  const broken = new Map<string, Set<string>>();
  for (const [id, resources] of all.flatMap((findings) => [...findings.broken])) {
    broken.set(id, new Set([...(broken.get(id) ?? []), ...resources]));
  }
  const satisfied = Math.min(...all.map((findings) => findings.satisfied));
  if (satisfied === 0) throw new CheckFailed('no rule found anything to look at');
  const unanswered = [...broken].filter(([id]) => !answers.has(id));
  // The prefix of a rule's name identifies its rule set.
  const family = [...broken.keys()][0]?.split(/[._]/)[0] ?? '';
  const stale = [...answers].filter((id) => id.startsWith(family) && !broken.has(id));
  const wrong = [
    ...unanswered.map(([id, resources]) => `not answered in docs/SECURITY.md: ${id} (${[...resources].join(', ')})`),
    ...stale.map((id) => `answered in docs/SECURITY.md, and not found any more: ${id}`),
  ];
  if (wrong.length > 0) throw new CheckFailed(`${wrong.length} rules are not settled`, wrong.join('\n'));
  return `${satisfied} satisfied or more, ${broken.size} answered in docs/SECURITY.md, none open`;
}
