import { LocalCloudError } from '../../local-cloud-error';
import { isRecord } from '../../template/properties';
import { arnLike, wildcard } from './patterns';

/** What is known of a call besides action and resource: `aws:SourceArn`, `s3:prefix`, … */
export type Context = Readonly<Record<string, string>>;
export type ConditionTest = (context: Context) => boolean;

/** Keys that the server can tell for a call. A policy that asks for another one is refused at start. */
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
    'events:source',
    'events:detail-type',
    'secretsmanager:VersionStage',
  ].map((key) => key.toLowerCase()),
);

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

function compileTest(operator: string, key: string, values: unknown, where: string): ConditionTest {
  const name = key.toLowerCase();
  if (!knownKeys.has(name)) throw refused(`the condition key ${key}`, where);
  const wanted = asTexts(values, where);
  if (operator === 'Null') return (context) => wanted.includes(String(context[name] === undefined));
  const ifExists = operator.endsWith('IfExists');
  const found = operators[ifExists ? operator.slice(0, -'IfExists'.length) : operator];
  if (found === undefined) throw refused(`the condition operator ${operator}`, where);
  const tests = wanted.map(found.compile);
  const whenAbsent = ifExists || found.not === true;
  return (context) => {
    const given = context[name];
    if (given === undefined) return whenAbsent;
    return tests.some((matches) => matches(given)) !== (found.not === true);
  };
}

/** A context's keys in lower case, as IAM compares them. */
export function toContext(values: Readonly<Record<string, string | undefined>>): Context {
  const entries = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(entries.map(([key, value]) => [key.toLowerCase(), value]));
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

function refused(what: string, where: string): LocalCloudError {
  return new LocalCloudError(
    `The local cloud cannot evaluate ${what} in ${where}: write the policy without it, or add it to local/aws/iam.`,
  );
}
