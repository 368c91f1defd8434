import type { AnySetting } from '../../lib/setting';
import { callbackSettings, mutualTlsSettings, settings, stackSettings } from '../../lib/settings';
import { fillBlocks } from './fill-blocks';

type Row = Omit<AnySetting, 'rule'>;
type Rows = Readonly<Record<string, Row>>;

const lineWidth = 120;

/** What `npm run docs` writes about the settings: the contents of files, by their path below the project. */
export function settingsDocs(page: string): ReadonlyMap<string, string> {
  return new Map([
    ['lib/vibes-callbacks-props.ts', propsSource()],
    ['docs/SETTINGS.md', fillBlocks(page, new Map([['settings', settingsTable()]]))],
  ]);
}

function settingsTable(): string {
  const lines = Object.entries<Row>(settings).map(
    ([key, row]) => `| \`${key}\` | ${sentence(row)} | ${tableDefault(row)} |`,
  );
  return ['| key | meaning | default |', '|---|---|---|', ...lines].join('\n');
}

function propsSource(): string {
  const mutualTls: Row = {
    about: "A custom domain that asks for Vibes' client certificate",
    otherwise: "the API's own domain, no certificate",
    type: 'MutualTls',
    read: () => undefined,
  };
  return [
    "// Written by `npm run docs` from lib/settings.ts: change a setting there.\nimport type { ExpectTraffic } from './expect-traffic';",
    interfaceOf('A custom domain that asks callers for a client certificate.', 'MutualTls', mutualTlsSettings),
    interfaceOf(
      'Everything that a deployment can choose. Wrong values are all named at synth, one sentence each.',
      'VibesCallbacksProps',
      { ...callbackSettings, mutualTls },
    ),
    interfaceOf('What can be chosen for the stack around it.', 'StackSettings', stackSettings),
  ]
    .join('\n\n')
    .concat('\n');
}

function interfaceOf(about: string, name: string, rows: Rows): string {
  const members = Object.entries(rows).flatMap(([key, row]) => [
    ...comment([sentence(row), ...(row.required ? [] : [`@default ${typeDefault(row)}`])], '  '),
    ...member(`  readonly ${key}${row.required ? '' : '?'}:`, row.type),
  ]);
  return [...comment([about], ''), `export interface ${name} {`, ...members, '}'].join('\n');
}

/** On one line where it fits, as the formatter leaves it. */
function member(name: string, type: string): string[] {
  if (name.length + type.length + 2 <= lineWidth) return [`${name} ${type};`];
  return `${name}\n${type
    .split(' | ')
    .map((one) => `    | ${one}`)
    .join('\n')};`.split('\n');
}

function comment(parts: readonly string[], indent: string): string[] {
  const line = `${indent}/** ${parts.join(' ')} */`;
  if (line.length <= lineWidth) return [line];
  const lines = parts.flatMap((part) => wrapped(part, lineWidth - indent.length - 3));
  return [`${indent}/**`, ...lines.map((text) => `${indent} * ${text}`), `${indent} */`];
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function sentence({ about, values }: Row): string {
  return `${about}${values === undefined ? '' : `: ${values}`}.`;
}

function tableDefault({ default: value, otherwise }: Row): string {
  return otherwise ?? (typeof value === 'string' ? `\`${value}\`` : JSON.stringify(value));
}

function typeDefault({ default: value, otherwise }: Row): string {
  if (value === undefined) return `- ${otherwise}`;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
