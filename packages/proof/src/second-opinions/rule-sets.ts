import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../support/run-command';
import { temporaryFolder } from '../support/temporary-folder';
import { scriptOf } from './tools';

/** What a rule set says of one template. */
export interface Findings {
  /** How many of its rules found what they look for as they want it. */
  readonly satisfied: number;
  /** The rules that are not, each with the resources. */
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
