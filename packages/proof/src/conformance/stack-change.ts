import type { Template, TemplateResource } from '@vibes-callbacks/local-cloud';
import type { FunctionName } from '../simulator/local-cloud-process';

/** A change of a copy of the synthesized template, as after a change in `lib/`. */
export interface StackChange {
  /** Settings that the app is synthesized with, as `cdk synth -c` takes them. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Properties of every resource of a type, laid over what it has: `{ 'AWS::SQS::Queue': { VisibilityTimeout: 10 } }`. */
  readonly properties?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Properties to remove from every resource of a type. */
  readonly without?: Readonly<Record<string, readonly string[]>>;
  /** Only resources whose logical id contains this text. */
  readonly only?: string;
  /** Resources to remove: of this type, with one of these values of the property. */
  readonly remove?: { readonly type: string; readonly property: string; readonly values: readonly string[] };
  /** Text of a function's bundle, and its replacement. */
  readonly bundle?: readonly BundleChange[];
}

export interface BundleChange {
  readonly function: FunctionName;
  /** Found exactly once, or the change is refused. */
  readonly from: string;
  readonly to: string;
}

/** @throws Error if the template has nothing to change: then the change would prove nothing */
export function changeTemplate(template: Template, change: StackChange): Template {
  const entries = Object.entries(template.Resources);
  const kept = entries.filter(([, resource]) => !isRemoved(resource, change));
  const changed = kept.map(([id, resource]) => [id, changeResource(id, resource, change)] as const);
  const touches = change.properties !== undefined || change.without !== undefined || change.remove !== undefined;
  const untouched =
    kept.length === entries.length && changed.every(([, resource], index) => resource === kept[index]?.[1]);
  if (touches && untouched)
    throw new Error(`the template has nothing that this would change: ${JSON.stringify(change)}`);
  return { ...template, Resources: Object.fromEntries(changed) };
}

function isRemoved({ Type, Properties }: TemplateResource, { remove }: StackChange): boolean {
  return remove !== undefined && Type === remove.type && remove.values.includes(String(Properties?.[remove.property]));
}

function changeResource(id: string, resource: TemplateResource, change: StackChange): TemplateResource {
  if (change.only !== undefined && !id.includes(change.only)) return resource;
  const added = change.properties?.[resource.Type];
  const dropped = change.without?.[resource.Type];
  if (added === undefined && dropped === undefined) return resource;
  const properties = Object.entries(layOver(resource.Properties ?? {}, added ?? {}));
  return { ...resource, Properties: Object.fromEntries(properties.filter(([name]) => !dropped?.includes(name))) };
}

type Properties = Readonly<Record<string, unknown>>;

/** Merges objects; anything else is replaced. */
function layOver(below: Properties, above: Properties): Properties {
  const merged = Object.entries(above).map(([name, value]) => {
    const old = below[name];
    return [name, isObject(old) && isObject(value) ? layOver(old, value) : value];
  });
  return { ...below, ...Object.fromEntries(merged) };
}

function isObject(value: unknown): value is Properties {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
