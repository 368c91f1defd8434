import { LocalCloudError } from '../../base/local-cloud-error';
import { isRecord } from '../../template/properties';
import { arnLike, wildcard } from './patterns';

/** What is known about a call besides action and resource: `aws:SourceArn`, `s3:prefix`, … */
export type Context = Readonly<Record<string, readonly string[]>>;
/** A condition key of a call, with its value, or its values if AWS documents several. */
export type ContextValues = Readonly<Record<string, string | readonly string[] | undefined>>;
export type ConditionTest = (context: Context) => boolean;

/** Condition keys that the server can evaluate. A policy with another one is refused at start. */
const knownKeys: ReadonlySet<string> = new Set(
  [
    'aws:SecureTransport',
    'aws:SourceArn',
    'aws:SourceAccount',
    'aws:PrincipalArn',
    'aws:PrincipalAccount',
    // Never there: no function calls KMS itself.
    'kms:ViaService',
    's3:TlsVersion',
    's3:prefix',
    's3:if-none-match',
    'events:source',
    'events:detail-type',
    'events:TargetArn',
    'secretsmanager:VersionStage',
  ].map((key) => key.toLowerCase()),
);

/** How a key of several values is compared (IAM user guide, "Set operators for multivalued context keys"). */
const setOperators = ['ForAllValues', 'ForAnyValue'] as const;
type SetOperator = (typeof setOperators)[number];

type Compile = (wanted: string) => (given: string) => boolean;

const equal: Compile = (wanted) => (given) => given === wanted;
const equalIgnoringCase: Compile = (wanted) => (given) => given.toLowerCase() === wanted.toLowerCase();
const numeric =
  (compare: (given: number, wanted: number) => boolean): Compile =>
  (wanted) =>
  (given) =>
    compare(Number(given), Number(wanted));

/** A `not` operator holds when the key is absent (IAM reference, "negated matching"). */
const operators: Readonly<Record<string, { readonly compile: Compile; readonly not?: true }>> = {
  StringEquals: { compile: equal },
  StringNotEquals: { compile: equal, not: true },
  StringEqualsIgnoreCase: { compile: equalIgnoringCase },
  StringLike: { compile: (wanted) => wildcard(wanted) },
  StringNotLike: { compile: (wanted) => wildcard(wanted), not: true },
  ArnEquals: { compile: arnLike },
  ArnLike: { compile: arnLike },
  ArnNotEquals: { compile: arnLike, not: true },
  ArnNotLike: { compile: arnLike, not: true },
  Bool: { compile: equalIgnoringCase },
  NumericEquals: { compile: numeric((given, wanted) => given === wanted) },
  NumericLessThan: { compile: numeric((given, wanted) => given < wanted) },
  NumericLessThanEquals: { compile: numeric((given, wanted) => given <= wanted) },
  NumericGreaterThan: { compile: numeric((given, wanted) => given > wanted) },
  NumericGreaterThanEquals: { compile: numeric((given, wanted) => given >= wanted) },
};

/**
 * Compiles a statement's `Condition`: all operators and all keys must hold, one of a key's values must.
 * @throws LocalCloudError for an operator, key or value that it does not know
 */
export function compileConditions(condition: unknown, where: string): ConditionTest {
  const tests = Object.entries(asRecord(condition ?? {}, where)).flatMap(([operator, keys]) =>
    Object.entries(asRecord(keys, where)).map(([key, values]) => compileTest(operator, key, values, where)),
  );
  return (context) => tests.every((test) => test(context));
}

function compileTest(written: string, key: string, values: unknown, where: string): ConditionTest {
  const name = key.toLowerCase();
  if (!knownKeys.has(name)) throw refused(`the condition key ${key}`, where);
  const wanted = asTexts(values, where);
  if (written === 'Null') return (context) => wanted.includes(String((context[name] ?? []).length === 0));
  const { set, operator, ifExists } = readOperator(written);
  const found = operators[operator];
  if (found === undefined) throw refused(`the condition operator ${written}`, where);
  const tests = wanted.map(found.compile);
  const isNegated = found.not === true;
  const holds = (given: string) => tests.some((matches) => matches(given)) !== isNegated;
  const whenAbsent = ifExists || (set === undefined ? isNegated : set === 'ForAllValues');
  return (context) => {
    const given = context[name] ?? [];
    return given.length === 0 ? whenAbsent : compare(set, given, holds);
  };
}

function readOperator(written: string) {
  const set = setOperators.find((one) => written.startsWith(`${one}:`));
  const name = set === undefined ? written : written.slice(set.length + 1);
  const ifExists = name.endsWith('IfExists');
  const operator = ifExists ? name.slice(0, -'IfExists'.length) : name;
  return { set, operator, ifExists };
}

/** Several values without a set operator: what IAM then does is not documented, so it does not hold. */
function compare(set: SetOperator | undefined, given: readonly string[], holds: (value: string) => boolean): boolean {
  switch (set) {
    case 'ForAllValues':
      return given.every(holds);
    case 'ForAnyValue':
      return given.some(holds);
    case undefined:
      return given.length === 1 && given.every(holds);
    default:
      return set satisfies never;
  }
}

/** A context's keys in lower case, as IAM compares them. */
export function toContext(values: ContextValues): Context {
  const entries = Object.entries(values).map(
    ([key, value]) => [key.toLowerCase(), value === undefined ? [] : [value].flat()] as const,
  );
  return Object.fromEntries(entries.filter(([, given]) => given.length > 0));
}

function asTexts(values: unknown, where: string): string[] {
  const list = Array.isArray(values) ? values : [values];
  return list.map((value) => {
    if (typeof value === 'boolean' || typeof value === 'number') return String(value);
    if (typeof value === 'string' && !value.includes('${')) return value;
    throw refused(`the condition value ${JSON.stringify(value)}`, where);
  });
}

function asRecord(value: unknown, where: string): Record<string, unknown> {
  if (isRecord(value)) return value;
  throw refused(`the condition ${JSON.stringify(value)}`, where);
}

/** A policy that is understood only in part is refused. */
export function refused(what: string, where: string): LocalCloudError {
  return new LocalCloudError(
    'unsupported',
    `The local cloud cannot evaluate ${what} in ${where}: write the policy without it, or add it to packages/local-cloud/src/aws/iam.`,
  );
}
