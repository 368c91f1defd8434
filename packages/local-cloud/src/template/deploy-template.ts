import { LocalCloudError } from '../base/local-cloud-error';
import type { Deployment, LocalResource } from './deployment';
import {
  isKnownType,
  nameProperty,
  type PhysicalResource,
  type Placement,
  parentProperty,
  physicalResource,
} from './physical-resource';
import { type Lookup, resolveIntrinsics } from './resolve-intrinsics';
import type { Template, TemplateResource } from './template';

/** Names that end with the stack's UUID are the same at each start. */
const stackUuid = '0c5d1f60-7d0a-4d0e-9a5b-6c1d2e3f4a5b';

/** The account of the queue's and the bucket's emulator, which is written into its code. */
const accountId = '000000000000';

export interface DeployOptions {
  /** `http://127.0.0.1:<port>` where `startLocalAws` will listen; queue URLs name it. */
  readonly endpoint: string;
  /** @default us-east-1 */
  readonly region?: string;
  /** First part of the names that the template leaves open. @default Stack */
  readonly stackName?: string;
}

/**
 * Lays a template out on this machine: names, ARNs and every intrinsic function resolved, nothing started.
 * A resource is resolved when it is asked for, so one that the local cloud has no use for may contain anything.
 */
export function deployTemplate(template: Template, options: DeployOptions): Deployment {
  const placement: Placement = {
    stackName: options.stackName ?? 'Stack',
    region: options.region ?? 'us-east-1',
    accountId,
    endpoint: options.endpoint,
  };
  const physical = memoized((logicalId) => layOut(logicalId, find(template, logicalId), placement, lookup));
  const lookup: Lookup = {
    ref: (name) => pseudoParameter(name, placement) ?? parameter(template, name) ?? refOf(name, physical),
    attribute: (logicalId, name) => attributeOf(find(template, logicalId), logicalId, physical(logicalId), name),
  };
  const resource = memoized((logicalId): LocalResource => {
    const { Type, Properties } = find(template, logicalId);
    const properties = resolveIntrinsics(Properties ?? {}, lookup) as Readonly<Record<string, unknown>>;
    return { logicalId, type: Type, properties, ref: physical(logicalId).ref };
  });
  const idsOf = (type: string) => Object.keys(template.Resources).filter((id) => template.Resources[id]?.Type === type);
  return {
    region: placement.region,
    accountId,
    endpoint: placement.endpoint,
    resource,
    ofType: (type) => idsOf(type).map(resource),
    withArn: (type, arn) => {
      const id = idsOf(type).find((one) => lookup.attribute(one, 'Arn') === arn);
      return id === undefined ? undefined : resource(id);
    },
    all: () =>
      Object.entries(template.Resources).map(([logicalId, { Type }]) => ({
        logicalId,
        type: Type,
        ref: physical(logicalId).ref,
      })),
    attribute: lookup.attribute,
    resolve: (value) => resolveIntrinsics(value, lookup),
    outputs: () =>
      Object.fromEntries(
        Object.entries(template.Outputs ?? {}).map(([key, { Value }]) => [
          key,
          String(resolveIntrinsics(Value, lookup)),
        ]),
      ),
  };
}

function find(template: Template, logicalId: string): TemplateResource {
  const resource = template.Resources[logicalId];
  if (resource === undefined) {
    throw new LocalCloudError('template-incomplete', `The template has no resource ${logicalId}: synthesize it again.`);
  }
  return resource;
}

function layOut(logicalId: string, resource: TemplateResource, placement: Placement, lookup: Lookup): PhysicalResource {
  const text = (property: string | undefined) => {
    const given = property === undefined ? undefined : resolveIntrinsics(resource.Properties?.[property], lookup);
    return typeof given === 'string' ? given : undefined;
  };
  const given = { name: text(nameProperty(resource.Type)), parent: text(parentProperty(resource.Type)) };
  return physicalResource(resource.Type, logicalId, given, placement);
}

function refOf(name: string, physical: (logicalId: string) => PhysicalResource): string | undefined {
  return name === 'AWS::NoValue' ? undefined : physical(name).ref;
}

function parameter(template: Template, name: string): string | undefined {
  const declared = template.Parameters?.[name];
  if (declared === undefined) return undefined;
  if (declared.Default === undefined) {
    throw new LocalCloudError(
      'template-incomplete',
      `The template's parameter ${name} has no default: give it one in the stack.`,
    );
  }
  return String(declared.Default);
}

function attributeOf(
  { Type }: TemplateResource,
  logicalId: string,
  { attributes }: PhysicalResource,
  name: string,
): string {
  const value = attributes[name];
  // A resource that is not run here: references to it are resolved all the same, to a name that leads nowhere.
  if (value === undefined && !isKnownType(Type)) return `${logicalId}.${name}`;
  if (value === undefined) {
    throw new LocalCloudError(
      'unsupported',
      `The local cloud does not know the attribute ${name} of ${logicalId} (${Type}): add it to packages/local-cloud/src/template/physical-resource.ts.`,
    );
  }
  return value;
}

function pseudoParameter(name: string, { region, stackName }: Placement): string | undefined {
  const values: Readonly<Record<string, string>> = {
    'AWS::AccountId': accountId,
    'AWS::Partition': 'aws',
    'AWS::Region': region,
    'AWS::StackId': `arn:aws:cloudformation:${region}:${accountId}:stack/${stackName}/${stackUuid}`,
    'AWS::StackName': stackName,
    'AWS::URLSuffix': 'amazonaws.com',
  };
  return values[name];
}

function memoized<T>(make: (key: string) => T): (key: string) => T {
  const made = new Map<string, T>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const value = make(key);
    made.set(key, value);
    return value;
  };
}
