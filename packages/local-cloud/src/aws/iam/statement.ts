import { isRecord } from '../../template/properties';
import { type ConditionTest, type Context, compileConditions, refused } from './conditions';
import { wildcard } from './patterns';

/** Who calls: a function's role, or a service of AWS on its own behalf. */
export type Principal =
  | { readonly kind: 'role'; readonly roleArn: string; readonly accountId: string }
  | { readonly kind: 'service'; readonly service: string };

export interface Request {
  /** `sqs:SendMessage` */
  readonly action: string;
  /** ARN */
  readonly resource: string;
  readonly context: Context;
}

/** One action on one resource, as a statement has them. */
export interface Grant {
  readonly action: string;
  readonly resource: string;
  allows(action: string, resource: string): boolean;
}

/** One compiled statement of a policy. */
export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  /** Each of its actions with each of its resources. */
  readonly grants: readonly Grant[];
  covers(request: Request): boolean;
  /**
   * For a resource policy: whether it applies to this caller, and whether it names the caller itself (not just its
   * account).
   */
  concerns(principal: Principal): 'no' | 'account' | 'yes';
}

const knownElements: ReadonlySet<string> = new Set(['Sid', 'Effect', 'Action', 'Resource', 'Principal', 'Condition']);

/**
 * Compiles a policy document whose intrinsics are resolved.
 * @param where names the policy in an error
 * @throws LocalCloudError for what it does not know: an unknown rule is never skipped
 */
export function compilePolicy(document: unknown, where: string): readonly Statement[] {
  const { Statement: statements } = asRecord(document, where);
  const list = Array.isArray(statements) ? statements : [statements];
  return list.map((statement) => compileStatement(asRecord(statement, where), where));
}

function compileStatement(statement: Record<string, unknown>, where: string): Statement {
  const unknown = Object.keys(statement).find((key) => !knownElements.has(key));
  if (unknown !== undefined) throw refused(`the element ${unknown}`, where);
  const { Effect: effect } = statement;
  if (effect !== 'Allow' && effect !== 'Deny') throw refused(`the effect ${JSON.stringify(effect)}`, where);
  const grants = grantsOf(texts(statement.Action, where), texts(statement.Resource, where));
  const condition: ConditionTest = compileConditions(statement.Condition, where);
  return {
    effect,
    grants,
    covers: ({ action, resource, context }) =>
      grants.some(({ allows }) => allows(action, resource)) && condition(context),
    concerns: statement.Principal === undefined ? () => 'no' : compilePrincipal(statement.Principal, where),
  };
}

function grantsOf(actions: readonly string[], resources: readonly string[]): readonly Grant[] {
  const compiled = resources.map((resource) => ({ resource, isOf: wildcard(resource) }));
  return actions.flatMap((action) => {
    const names = wildcard(action, 'i');
    return compiled.map(({ resource, isOf }) => ({
      action,
      resource,
      allows: (asked: string, on: string) => names(asked) && isOf(on),
    }));
  });
}

function compilePrincipal(value: unknown, where: string): Statement['concerns'] {
  if (value === '*') return () => 'yes';
  const tests = Object.entries(asRecord(value, where)).flatMap(([kind, names]) =>
    texts(names, where).map((name) => compilePrincipalName(kind, name, where)),
  );
  return (principal) => {
    const found = tests.map((test) => test(principal));
    return found.find((answer) => answer === 'yes') ?? found.find((answer) => answer === 'account') ?? 'no';
  };
}

function compilePrincipalName(kind: string, name: string, where: string): Statement['concerns'] {
  if (kind === 'Service') {
    return (principal) => (principal.kind === 'service' && principal.service === name ? 'yes' : 'no');
  }
  if (kind !== 'AWS') throw refused(`the principal kind ${kind}`, where);
  if (name === '*') return () => 'yes';
  const root = /^(?:arn:aws:iam::)?(\d{12})(?::root)?$/.exec(name);
  if (root !== null) {
    return (principal) => (principal.kind === 'role' && principal.accountId === root[1] ? 'account' : 'no');
  }
  if (!/^arn:aws:iam::\d{12}:role\/[^*?]+$/.test(name)) throw refused(`the principal ${name}`, where);
  return (principal) => (principal.kind === 'role' && principal.roleArn === name ? 'yes' : 'no');
}

function texts(value: unknown, where: string): string[] {
  const list = Array.isArray(value) ? value : [value];
  return list.map((item) => {
    if (typeof item === 'string' && !item.includes('${')) return item;
    throw refused(`the value ${JSON.stringify(item)}`, where);
  });
}

function asRecord(value: unknown, where: string): Record<string, unknown> {
  if (isRecord(value)) return value;
  throw refused(`the value ${JSON.stringify(value)}`, where);
}
