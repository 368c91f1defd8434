import type { Template, TemplateResource } from '@vibes-callbacks/local-cloud';
import { replaced } from '../assembly';

export interface AdaptedTemplate {
  readonly template: Template;
  /** How it differs from the account, a line each. */
  readonly adaptations: readonly string[];
}

/** What MiniStack 1.5.33 cannot emulate, and why. */
const notPlayed: readonly { readonly what: string; readonly isIt: (resource: TemplateResource) => boolean }[] = [
  {
    what: 'the archive: its CloudFormation refuses AWS::Events::Archive',
    isIt: ({ Type }) => Type === 'AWS::Events::Archive',
  },
  {
    what: 'alarms over an expression: its CloudFormation refuses metric math',
    isIt: ({ Type, Properties }) => Type === 'AWS::CloudWatch::Alarm' && Properties?.Metrics !== undefined,
  },
  {
    what: 'the composite alarm and the dashboard: they name the alarms that are left out',
    isIt: ({ Type }) => Type === 'AWS::CloudWatch::CompositeAlarm' || Type === 'AWS::CloudWatch::Dashboard',
  },
];

/** Condition keys that its IAM evaluates but its services never send: a grant with one of them would never apply. */
const keysNotTold: readonly string[] = ['s3:if-none-match', 'secretsmanager:VersionStage', 'events:source'];

/** Long enough for the start of a process on a busy machine, shorter than the queue's visibility timeout. */
const functionTimeoutSeconds = 60;

/**
 * The template as MiniStack can deploy it.
 * @throws Error if anything that stays refers to something that was left out
 */
export function adaptForMinistack(template: Template): AdaptedTemplate {
  const left = leftOut(template);
  const outputs = Object.entries(template.Outputs ?? {});
  const goneOutputs = outputs.filter(([, output]) => refersTo(output, left.ids)).map(([name]) => name);
  const kept = Object.entries(template.Resources).filter(([id]) => !left.ids.has(id));
  for (const [id, resource] of kept) {
    if (refersTo(resource, left.ids)) throw new Error(`${id} refers to a resource that MiniStack cannot play`);
  }
  const secrets = idsOf(template, ({ Type }) => Type === 'AWS::SecretsManager::Secret');
  const adapted = {
    Resources: Object.fromEntries(kept.map(([id, resource]) => [id, withoutConditions(withTime(resource))])),
    Outputs: Object.fromEntries(outputs.filter(([name]) => !goneOutputs.includes(name))),
  };
  return {
    template: replaced(adapted, (object) => {
      const { Ref: ref }: { Ref?: unknown } = object;
      return typeof ref === 'string' && secrets.has(ref) ? { 'Fn::GetAtt': [ref, 'Id'] } : undefined;
    }) as Template,
    adaptations: [
      ...left.lines,
      ...(goneOutputs.length > 0 ? [`left out: the outputs ${goneOutputs.join(', ')}`] : []),
      `changed: grants go without their conditions on ${keysNotTold.join(', ')}, which its services do not tell its IAM`,
      `changed: the functions' time-outs are ${functionTimeoutSeconds} s, since a start counts as part of the first call there`,
      `changed: a Ref to a secret (${[...secrets].join(', ')}) is its Id attribute, since its Ref is not an ARN there`,
    ],
  };
}

function withTime(resource: TemplateResource): TemplateResource {
  if (resource.Type !== 'AWS::Lambda::Function') return resource;
  return { ...resource, Properties: { ...resource.Properties, Timeout: functionTimeoutSeconds } };
}

/** Also drops operators that have no key left, and conditions that have no operator left: both are invalid. */
function withoutConditions(resource: TemplateResource): TemplateResource {
  if (resource.Type !== 'AWS::IAM::Policy') return resource;
  return replaced(resource, (object) => {
    const { Condition, ...statement }: { Condition?: object } = object;
    if (Condition === undefined) return undefined;
    const operators = Object.entries<object>({ ...Condition }).flatMap(([operator, keys]) => {
      const kept = Object.entries(keys).filter(([key]) => !keysNotTold.includes(key));
      return kept.length === 0 ? [] : [[operator, Object.fromEntries(kept)] as const];
    });
    return operators.length === 0 ? statement : { ...statement, Condition: Object.fromEntries(operators) };
  }) as TemplateResource;
}

function leftOut(template: Template): { readonly ids: ReadonlySet<string>; readonly lines: readonly string[] } {
  const found = notPlayed.map(({ what, isIt }) => ({ what, ids: [...idsOf(template, isIt)] }));
  const lines = found
    .filter(({ ids }) => ids.length > 0)
    .map(({ what, ids }) => `left out: ${what} (${ids.join(', ')})`);
  return { ids: new Set(found.flatMap(({ ids }) => ids)), lines };
}

function idsOf({ Resources }: Template, isIt: (resource: TemplateResource) => boolean): ReadonlySet<string> {
  return new Set(Object.entries(Resources).flatMap(([id, resource]) => (isIt(resource) ? [id] : [])));
}

function refersTo(value: unknown, ids: ReadonlySet<string>): boolean {
  if (typeof value === 'string') return ids.has(value);
  if (Array.isArray(value)) return value.some((item) => refersTo(item, ids));
  return typeof value === 'object' && value !== null && Object.values(value).some((item) => refersTo(item, ids));
}
