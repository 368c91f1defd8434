import type { CdkProp } from './cdk-prop';
import type { SettingRule } from './setting-rules';
import { oneOf, trueOrFalse, wholeBetween } from './setting-rules';

/** One thing that a deployment can choose. */
export interface Setting<T> {
  /** What it is, for the table of docs/SETTINGS.md and the TSDoc of the property: without the period at its end. */
  readonly about: string;
  /** Said after `about`: what may be written. */
  readonly values?: string;
  /** What stands where nothing is written. */
  readonly default?: T;
  /** Where there is no default, or none that a person would write: what happens then. */
  readonly otherwise?: string;
  /** Asked for as soon as another of its group is written. */
  readonly required?: boolean;
  /** As TypeScript writes it. */
  readonly type: string;
  /** From what the command line, a file or the environment has. What cannot be read stays, for `rule` to refuse. */
  readonly read: (raw: unknown) => unknown;
  readonly rule: SettingRule<T>;
  /** How the construct's props have it. @default - as here */
  readonly prop?: CdkProp;
  /** In the construct's props it is deprecated, since another of them says the same. */
  readonly replacedBy?: string;
}

/** Whatever its kind. */
export type AnySetting = Omit<Setting<never>, 'default'> & { readonly default?: unknown };

/** A row for each property, and none besides. */
export type SettingsOf<Props> = { readonly [K in keyof Props]-?: Setting<NonNullable<Props[K]>> };

/** The values with every default filled in: only what has neither default nor need may be absent. */
export type Filled<Props, Settings> = {
  readonly [K in keyof Props]-?: K extends keyof Settings
    ? Settings[K] extends { readonly default: unknown } | { readonly required: true }
      ? NonNullable<Props[K]>
      : Props[K] | undefined
    : never;
};

/** What is written by hand of a row; the kind adds the rest. */
type Written<T> = Pick<Setting<T>, 'about' | 'default' | 'otherwise' | 'required' | 'prop' | 'replacedBy'>;

export function text<const Row extends Written<string> & Pick<Setting<string>, 'rule'>>(row: Row) {
  return { ...row, type: 'string', read: String };
}

export function choice<const Values extends readonly string[], const Row extends Written<Values[number]>>(
  values: Values,
  row: Row,
) {
  return {
    ...row,
    type: values.map((value) => `'${value}'`).join(' | '),
    values: or(values.map((value) => `\`${value}\``)),
    read: String,
    rule: oneOf(values),
  };
}

export function wholeNumber<const Row extends Written<number>>(low: number, high: number, row: Row) {
  return { ...row, type: 'number', values: `${low} to ${high}`, read: Number, rule: wholeBetween(low, high, '') };
}

export function days<const Row extends Written<number>>(low: number, high: number, row: Row) {
  return {
    ...row,
    type: 'number',
    values: `${low} to ${high} days`,
    read: Number,
    rule: wholeBetween(low, high, ' days'),
  };
}

export function listedNumber<const Row extends Written<number> & Pick<Setting<number>, 'rule'>>(row: Row) {
  return { ...row, type: 'number', read: Number };
}

/** With commas between, or a JSON list. */
export function list<const Row extends Written<readonly string[]> & Pick<Setting<readonly string[]>, 'rule'>>(
  row: Row,
) {
  return { ...row, type: 'readonly string[]', read: readList };
}

export function flag<const Row extends Written<boolean>>(row: Row) {
  return { ...row, type: 'boolean', values: '`true` or `false`', read: readFlag, rule: trueOrFalse };
}

function readList(raw: unknown): readonly string[] {
  const items: unknown[] = Array.isArray(raw) ? raw : String(raw).split(',');
  return items.map((item) => String(item).trim()).filter((item) => item !== '');
}

function readFlag(raw: unknown): unknown {
  const text = String(raw);
  return text === 'true' || (text === 'false' ? false : raw);
}

function or(values: readonly string[]): string {
  return `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;
}
