import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { synthesize } from '../lib/synth';

const root = join(__dirname, '..', '..');
const pages = ['docs/RUNBOOK.md', 'docs/UPGRADING.md'].map(
  (path) => [path, readFileSync(join(root, path), 'utf8')] as const,
);

/** What one types: blocks, also those inside of a list, and what stands between backticks in a sentence. */
function commandsOf(page: string): string[] {
  const blocks = [...page.matchAll(/^( *)```sh\n([\s\S]*?)^\1```/gm)].map(([, , code]) => code ?? '');
  const prose = page.replaceAll(/^( *)```[\s\S]*?^\1```/gm, '');
  const inline = [...prose.matchAll(/`((?:aws|npx|npm|logs|out) [^`]+)`/g)].map(([, code]) => code ?? '');
  return [...blocks, ...inline];
}

const placeholder = (code: string) => code.replaceAll(/<[a-z][\w -]*>/gi, 'PLACEHOLDER');

describe.each(pages)('%s', (_path, page) => {
  const commands = commandsOf(page);

  test('has commands that bash can read', () => {
    expect(commands.length).toBeGreaterThan(2);
    for (const command of commands) {
      expect(() => execFileSync('bash', ['-n', '-c', placeholder(command)], { stdio: 'pipe' })).not.toThrow();
    }
  });

  test('names outputs that the stack has', () => {
    const { template } = synthesize({ rbmSecret: 'create' });
    const outputs = Object.keys(template.toJSON().Outputs);
    const named = commands.flatMap((command) =>
      [...command.matchAll(/(?:\$\((?:out|queue_arn)|^out|(?<!aws )\blogs) (\w+)/g)].map(([, name]) => name ?? ''),
    );
    expect(named.filter((name) => !outputs.includes(name))).toEqual([]);
  });
});
