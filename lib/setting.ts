import type { CdkProp } from './cdk-prop';
import type { SettingRule } from './setting-rules';
import { oneOf, trueOrFalse, wholeBetween } from './setting-rules';

/** One thing that a deployment can choose. */
export interface Setting<T> {
  /** What it is, for the table of docs/SETTINGS.md and the property's TSDoc, without a period at its end. */
  readonly about: string;
  /** Added after `about`: the values it may have. */
  readonly values?: string;
  /** The value if none is set. */
  readonly default?: T;
  /** What happens if none is set, where there is no default or none that a person would write. */
  readonly otherwise?: string;
  /** Required as soon as another of its group is set. */
  readonly required?: boolean;
  /** The type, as TypeScript writes it. */
  readonly type: string;
  /**
   * Reads the value from the command line, a file or the environment. One that cannot be read stays as it is, for
   * `rule` to refuse.
   */
  readonly read: (raw: unknown) => unknown;
  readonly rule: SettingRule<T>;
  /** The construct's prop for it. @default - the same as the setting */
  readonly prop?: CdkProp;
  /** Set if the construct's prop is deprecated: the prop that replaces it. */
  readonly replacedBy?: string;
}

/** A setting of any kind. */
export type AnySetting = Omit<Setting<never>, 'default'> & { readonly default?: unknown };

/** One row for each property, and no others. */
export type SettingsOf<Props> = { readonly [K in keyof Props]-?: Setting<NonNullable<Props[K]>> };

/** The values with every default filled in: only settings that are optional and have no default may be absent. */
export type Filled<Props, Settings> = {
  readonly [K in keyof Props]-?: K extends keyof Settings
    ? Settings[K] extends { readonly default: unknown } | { readonly required: true }
      ? NonNullable<Props[K]>
      : Props[K] | undefined
    : never;
};

/** What a row of `lib/settings.ts` states itself; its kind adds the rest. */
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

/** A list with commas between, or a JSON list. */
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
