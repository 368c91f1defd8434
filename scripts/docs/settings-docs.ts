import type { AnySetting } from '../../lib/setting';
import { callbackSettings, mutualTlsSettings, settings, stackSettings } from '../../lib/settings';
import { markdownTable } from '../../packages/proof/src/support/markdown-table';
import { fillBlocks } from './fill-blocks';

interface Row extends Omit<AnySetting, 'rule' | 'required' | 'replacedBy'> {
  readonly required?: boolean | undefined;
  readonly replacedBy?: string | undefined;
  /** The default of a prop, as TypeScript writes it. */
  readonly written?: string | undefined;
}
type Rows = Readonly<Record<string, Row>>;

const lineWidth = 120;

const stackAbout = 'What can be chosen for the stack around it.';
const generated = '// Written by `npm run docs` from lib/settings.ts: change a setting there.';

/** What `npm run docs` writes about the settings: the contents of files, by their path below the project. */
export function settingsDocs(page: string): ReadonlyMap<string, string> {
  return new Map([
    ['lib/callback-settings.ts', settingsSource()],
    ['lib/vibes-callbacks-props.ts', propsSource()],
    ['docs/SETTINGS.md', fillBlocks(page, new Map([['settings', settingsTable()]]))],
  ]);
}

function settingsTable(): string {
  const rows = Object.entries<Row>(settings).map(([key, row]) => [`\`${key}\``, sentence(row), tableDefault(row)]);
  return markdownTable(['key', 'meaning', 'default'], rows);
}

function mutualTls(type: string): Row {
  return {
    about: "A custom domain that asks for Vibes' client certificate",
    otherwise: "the API's own domain, no certificate",
    type,
    read: () => undefined,
  };
}

/** The settings as the command line, a file and the environment have them. */
function settingsSource(): string {
  return [
    `${generated}\nimport type { ExpectTraffic } from './expect-traffic';`,
    interfaceOf(
      'A custom domain that asks callers for a client certificate.',
      'MutualTlsSettings',
      asText(mutualTlsSettings),
    ),
    interfaceOf(
      'Everything that a deployment can choose, in the form of text and numbers.',
      'CallbackSettings',
      asText({ ...callbackSettings, mutualTls: mutualTls('MutualTlsSettings') }),
    ),
    interfaceOf(stackAbout, 'StackSettings', stackSettings),
  ]
    .join('\n\n')
    .concat('\n');
}

function asText(rows: Rows): Rows {
  return Object.fromEntries(Object.entries(rows).map(([key, row]) => [key, { ...row, replacedBy: undefined }]));
}

/** What the construct takes: the same in CDK's types. */
function propsSource(): string {
  const all: Rows = { ...callbackSettings, mutualTls: mutualTls('MutualTls') };
  return [
    [generated, ...imports({ ...all, ...mutualTlsSettings })].join('\n'),
    interfaceOf('A custom domain that asks callers for a client certificate.', 'MutualTls', asProps(mutualTlsSettings)),
    interfaceOf(
      'Everything that a deployment can choose. Wrong values are all named at synth, one sentence each.',
      'VibesCallbacksProps',
      asProps(all),
    ),
  ]
    .join('\n\n')
    .concat('\n');
}

function imports(rows: Rows): readonly string[] {
  const from = new Map<string, Set<string>>();
  for (const { prop } of Object.values(rows)) {
    for (const [name, path] of Object.entries(prop?.imports ?? {}))
      from.set(path, (from.get(path) ?? new Set()).add(name));
  }
  const external = (path: string) => (path.startsWith('.') ? 1 : 0);
  return [...from]
    .sort(([a], [b]) => external(a) - external(b) || a.localeCompare(b, 'en'))
    .map(([path, names]) => `import type { ${[...names].sort().join(', ')} } from '${path}';`);
}

/** Each setting as the construct has it, followed by its text form if that has another name. */
function asProps(rows: Rows): Rows {
  return Object.fromEntries(Object.entries<Row>(rows).flatMap(([key, row]) => asProp(key, row)));
}

function asProp(key: string, row: Row): readonly (readonly [string, Row])[] {
  const { prop } = row;
  if (prop === undefined) return [[key, row]];
  // Until 1.0, one of the two names is enough.
  const required = row.required && prop.name === key;
  const { default: _text, ...rest } = row;
  const typed = { ...rest, required, type: prop.type, about: prop.about ?? row.about, written: prop.default };
  if (prop.name === key) return [[key, typed]];
  return [
    [prop.name, typed],
    [key, { ...row, required, replacedBy: `\`${prop.name}\`` }],
  ];
}

function interfaceOf(about: string, name: string, rows: Rows): string {
  const members = Object.entries(rows).flatMap(([key, row]) => [
    ...comment(parts(row), '  '),
    ...member(`  readonly ${key}${row.required ? '' : '?'}:`, row.type),
  ]);
  return [...comment([about], ''), `export interface ${name} {`, ...members, '}'].join('\n');
}

function parts(row: Row): readonly string[] {
  if (row.replacedBy !== undefined) return [`@deprecated Write ${row.replacedBy}. Version 1.0 removes this one.`];
  return [sentence(row), ...(row.required ? [] : [`@default ${row.written ?? typeDefault(row)}`])];
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
