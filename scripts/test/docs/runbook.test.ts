import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { opsCommands } from '../../../packages/cli/src/commands';
import {
  commandsOf,
  operatorPages,
  opsLines,
  partsOf,
  placeholder,
} from '../../../packages/cli/test/support/runbook-lines';
import { ofType, synthesize } from '../../../test/lib/synth';

const root = join(__dirname, '..', '..', '..');
const pages = [...operatorPages, 'docs/UPGRADING.md'].map(
  (path) => [path, readFileSync(join(root, path), 'utf8')] as const,
);
const all = operatorPages.map((path) => readFileSync(join(root, path), 'utf8')).join('\n');
const parts = partsOf(all);

describe.each(pages)('%s', (_path, page) => {
  const commands = commandsOf(page);

  test('has commands that bash can read', () => {
    expect(commands.length).toBeGreaterThan(2);
    for (const command of commands) {
      expect(() => execFileSync('bash', ['-n', '-c', placeholder(command)], { stdio: 'pipe' })).not.toThrow();
    }
  });

  test('names outputs that the stack has', () => {
    const { template } = synthesize({ rbmSecret: 'create', messageOutcomes: true });
    const outputs = Object.keys(template.toJSON().Outputs);
    const named = commands.flatMap((command) =>
      [...command.matchAll(/(?:\$\((?:out|queue_arn)|^out|(?<!aws )\blogs) (\w+)/g)].map(([, name]) => name ?? ''),
    );
    expect(named.filter((name) => !outputs.includes(name))).toEqual([]);
  });

  test('leads to headings that are there', () => {
    const anchors = [...page.matchAll(/\]\((?<file>[\w./-]*)#(?<anchor>[\w-]+)\)/g)].map(({ groups }) => groups);
    const missing = anchors.filter((link) => {
      const target = link?.file ? readFileSync(join(root, 'docs', link.file), 'utf8') : page;
      return !anchorsOf(target).includes(link?.anchor ?? '');
    });
    expect(missing).toEqual([]);
  });
});

describe('what real people wrote', () => {
  const commands = placeholder(commandsOf(all).join('\n'));

  test('is written below $PRIVATE alone', () => {
    const files = [...commands.matchAll(/(?:\s\d?>>? ?|dead export )(?<file>"[^"]+"|[\w./-]+)/g)].map(
      ({ groups }) => groups?.file ?? '',
    );
    expect(files.length).toBeGreaterThan(4);
    // Names of what a failed first deployment left: no callback ever came to it.
    expect(files.filter((file) => !file.startsWith('"$PRIVATE/') && file !== 'left-behind.txt')).toEqual([]);
  });

  test('is its user’s alone there, and gone with the shell', () => {
    const line = commands.split('\n').find((code) => code.startsWith('PRIVATE='));
    const look =
      'umask; stat -c %a "$PRIVATE" 2>/dev/null || stat -f %Lp "$PRIVATE"; echo x > "$PRIVATE/x"; echo "$PRIVATE"';
    const [mask, mode, folder = ''] = execFileSync('bash', ['-c', `${line}\n${look}`], { encoding: 'utf8' }).split(
      '\n',
    );
    expect([mask, mode]).toEqual(['0077', '700']);
    expect(folder).not.toBe('');
    expect(existsSync(folder)).toBe(false);
  });
});

test('the operator’s commands of these pages exist', () => {
  const known = opsCommands.map(({ name }) => name);
  const lines = opsLines(all);
  expect(lines.length).toBeGreaterThan(50);
  expect(lines.filter((line) => !known.some((name) => `${line.join(' ')} `.startsWith(`${name} `)))).toEqual([]);
});

describe.each(parts.filter(({ heading }) => /^[A-Z][A-Za-z]+$/.test(heading)))('$heading', ({ text }) => {
  test('says what happened, how long there is, where to look and what to fix, in this order', () => {
    const steps = [...text.matchAll(/^\*\*(?<step>[A-Z][a-z ]+)\.\*\*/gm)].map(({ groups }) => groups?.step);
    expect(steps.join(', ')).toMatch(/^Time to act, Look, Fix(?:, Verify)?(?:, Afterwards)?$/);
    expect(text.trim()).toMatch(/^[A-Z`][^*]+\./);
  });
});

test('CallbacksAtRisk names each alarm that sets it off, or links to its heading, and names no other', () => {
  const text = parts.find(({ heading }) => heading === 'CallbacksAtRisk')?.text ?? '';
  const [list = ''] = text.split(' `CallbacksAtRisk` only');
  const alarms = ofType(synthesize({ expectTraffic: { mo: '1h' }, messageOutcomes: true }), 'AWS::CloudWatch::Alarm');
  const urgent = alarms
    .map(([, { Properties }]) => [String(Properties.AlarmName), String(Properties.AlarmDescription)] as const)
    .filter(([, what]) => what.includes('Urgency: act now'))
    .map(([name, what]) => [name.replace(/^Stack-/, ''), what.split('#').at(-1) ?? ''] as const);
  expect(urgent.length).toBeGreaterThan(10);
  expect(urgent.filter(([name, anchor]) => !list.includes(`\`${name}\``) && !list.includes(`(#${anchor})`))).toEqual(
    [],
  );
  const named = [...list.matchAll(/`(?<name>[A-Z]\w+)`/g)].map(({ groups }) => groups?.name ?? '');
  expect(named.filter((one) => !urgent.some(([name]) => name === one))).toEqual([]);
});

function anchorsOf(page: string): readonly string[] {
  return [...page.matchAll(/^#+ (?<heading>.+)$/gm)].map(({ groups }) =>
    (groups?.heading ?? '')
      .toLowerCase()
      .replaceAll(/[^\w -]/g, '')
      .replaceAll(' ', '-'),
  );
}
