import { LocalCloudError } from '../base/local-cloud-error';
import { isRecord } from './properties';

/** What the intrinsic functions look up. */
export interface Lookup {
  /** `Ref` of a resource, parameter or pseudo parameter; undefined for `AWS::NoValue`. */
  ref(name: string): string | undefined;
  attribute(logicalId: string, name: string): string;
}

/**
 * Resolves every intrinsic function in a value of the template.
 * @throws LocalCloudError for a function that it does not know: a guess would run another stack than the cloud does
 */
export function resolveIntrinsics(value: unknown, lookup: Lookup): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => resolveIntrinsics(item, lookup)).filter((item) => item !== undefined);
  }
  if (!isRecord(value)) return value;
  const [first, ...others] = Object.entries(value);
  if (first !== undefined && others.length === 0 && isIntrinsic(first[0])) return call(first[0], first[1], lookup);
  const entries = Object.entries(value).map(([key, item]) => [key, resolveIntrinsics(item, lookup)] as const);
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
}

/** `Fn::GetAtt` takes `["Queue", "Arn"]` and `"Queue.Arn"`. */
function attributePath(argument: unknown): readonly [logicalId: string, name: string] {
  const [logicalId, ...name] = Array.isArray(argument) ? argument.map(String) : text(argument).split('.');
  if (logicalId === undefined || name.length === 0) throw malformed('Fn::GetAtt', argument);
  return [logicalId, name.join('.')];
}

function isIntrinsic(key: string): boolean {
  return key === 'Ref' || key.startsWith('Fn::');
}

function call(name: string, argument: unknown, lookup: Lookup): unknown {
  switch (name) {
    case 'Ref':
      return lookup.ref(text(argument));
    case 'Fn::GetAtt':
      return lookup.attribute(...attributePath(argument));
    case 'Fn::Join':
      return join(argument, lookup);
    case 'Fn::Sub':
      return substitute(argument, lookup);
    case 'Fn::Select':
      return select(argument, lookup);
    case 'Fn::Split':
      return split(argument, lookup);
    case 'Fn::Base64':
      return Buffer.from(text(resolveIntrinsics(argument, lookup))).toString('base64');
    default:
      throw new LocalCloudError(
        'unsupported',
        `The local cloud does not know the intrinsic function ${name}: write the value without it, or add it to packages/local-cloud/src/template/resolve-intrinsics.ts.`,
      );
  }
}

function join(argument: unknown, lookup: Lookup): string {
  const [separator, items] = pair('Fn::Join', argument);
  return list('Fn::Join', resolveIntrinsics(items, lookup)).map(text).join(text(separator));
}

function split(argument: unknown, lookup: Lookup): string[] {
  const [separator, value] = pair('Fn::Split', argument);
  return text(resolveIntrinsics(value, lookup)).split(text(separator));
}

function select(argument: unknown, lookup: Lookup): unknown {
  const [index, items] = pair('Fn::Select', argument);
  const item = list('Fn::Select', resolveIntrinsics(items, lookup))[Number(resolveIntrinsics(index, lookup))];
  if (item === undefined) throw malformed('Fn::Select', argument);
  return item;
}

function substitute(argument: unknown, lookup: Lookup): string {
  const [template, variables] = Array.isArray(argument) ? pair('Fn::Sub', argument) : [argument, {}];
  const values = isRecord(variables) ? variables : {};
  return text(template).replace(/\$\{(!?)([^}]+)\}/g, (_match, literal: string, name: string) => {
    if (literal !== '') return `\${${name}}`;
    if (name in values) return text(resolveIntrinsics(values[name], lookup));
    return text(name.includes('.') ? lookup.attribute(...attributePath(name)) : lookup.ref(name));
  });
}

function pair(name: string, argument: unknown): readonly [unknown, unknown] {
  if (!Array.isArray(argument) || argument.length !== 2) throw malformed(name, argument);
  return [argument[0], argument[1]];
}

function list(name: string, value: unknown): unknown[] {
  if (!Array.isArray(value)) throw malformed(name, value);
  return value;
}

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw malformed('text', value);
}

function malformed(what: string, value: unknown): LocalCloudError {
  return new LocalCloudError(
    'template-incomplete',
    `The template's ${what} is malformed: ${JSON.stringify(value)}. Synthesize it again.`,
  );
}
