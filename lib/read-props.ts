import type { CallbackSettings } from './callback-settings';
import { nameAdvice } from './nearest-name';
import type { AnySetting } from './setting';
import { callbackSettings, mutualTlsSettings } from './settings';
import type { VibesCallbacksProps } from './vibes-callbacks-props';

type Values = Readonly<Record<string, unknown>>;
type Rows = Readonly<Record<string, AnySetting>>;

export interface ReadProps {
  /** Unchecked, as `readSettings` gives them. */
  readonly settings: CallbackSettings;
  /** One sentence for each prop that cannot be used: unknown, of the wrong kind, or given twice. */
  readonly mistakes: readonly string[];
  /** One sentence for each prop in its text form. */
  readonly deprecated: readonly string[];
  /** The prop that a setting came from, or would come from. */
  readonly nameOf: (key: string) => string;
}

/** The construct's props as settings: CDK's types become texts and numbers. */
export function readProps({ mutualTls, ...rest }: VibesCallbacksProps): ReadProps {
  const all = readGroup(callbackSettings, rest);
  const tls = readGroup(mutualTlsSettings, { ...mutualTls });
  const values: Values = {
    ...all.values,
    ...keyOf(rest.rbmSecret),
    ...(mutualTls === undefined ? {} : { mutualTls: tls.values }),
  };
  const names = new Map([...all.names, ...tls.names]);
  return {
    settings: values as CallbackSettings,
    mistakes: [...all.mistakes, ...tls.mistakes],
    deprecated: [...all.deprecated, ...tls.deprecated],
    nameOf: (key) => names.get(key) ?? key,
  };
}

interface ReadGroup {
  readonly values: Values;
  readonly mistakes: readonly string[];
  readonly deprecated: readonly string[];
  readonly names: ReadonlyMap<string, string>;
}

function readGroup(rows: Rows, props: Values): ReadGroup {
  const values: Record<string, unknown> = {};
  const names = new Map<string, string>();
  const mistakes = unknownProps(rows, props);
  const deprecated: string[] = [];
  for (const [key, { prop, replacedBy }] of Object.entries(rows)) {
    const name = prop?.name ?? key;
    const [typed, text] = [props[name], props[key]];
    const isText = prop !== undefined && (name === key ? prop.isText?.(text) : typed === undefined);
    names.set(key, isText && text !== undefined ? key : name);
    if (name !== key && typed !== undefined && text !== undefined) {
      mistakes.push(`${name} and ${key} are both set: write ${name} alone.`);
    } else if (prop !== undefined && typed !== undefined && !isText) {
      values[key] = prop.read(typed);
      if (values[key] === undefined) mistakes.push(`${name} cannot be used as it is: write ${prop.write}.`);
    } else if (text !== undefined) {
      values[key] = text;
      if (isText) deprecated.push(`${key}${name === key ? ' as text' : ''} is deprecated: write ${prop.write}.`);
      if (replacedBy !== undefined) deprecated.push(`${key} is deprecated: write ${replacedBy.replaceAll('`', '')}.`);
    }
  }
  return { values, mistakes, deprecated, names };
}

/** In TypeScript, the compiler reports this too. */
function unknownProps(rows: Rows, props: Values): string[] {
  const names = Object.entries(rows)
    .filter(([, { replacedBy }]) => replacedBy === undefined)
    .map(([key, { prop }]) => prop?.name ?? key);
  const known = [...names, ...Object.keys(rows)];
  return Object.keys(props)
    .filter((name) => !known.includes(name))
    .map((name) => `${name} is not a setting: ${nameAdvice(name, names)}`);
}

/** The secret's encryption key, if it is the customer's. */
function keyOf(secret: VibesCallbacksProps['rbmSecret']): Values {
  const key = typeof secret === 'object' ? secret.encryptionKey : undefined;
  return key === undefined ? {} : { rbmSecretKeyArn: key.keyArn };
}
