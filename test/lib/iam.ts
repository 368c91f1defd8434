import { ofType, type Synthesized, theOnly } from './synth';

export interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
  readonly Principal?: unknown;
}

interface Document {
  readonly Statement: readonly Statement[];
}

/** What a function's role may do, as `action → resources`. */
export function grantsOf(synthesized: Synthesized, functionPart: string): Record<string, string[]> {
  const grants: Record<string, string[]> = {};
  for (const { Action, Resource } of statementsOf(synthesized, functionPart)) {
    for (const action of [Action].flat()) {
      grants[action] = [...(grants[action] ?? []), ...[Resource].flat().map(resourceText)];
    }
  }
  return grants;
}

/** Under which conditions, as `action → the condition's JSON`. */
export function conditionsOf(synthesized: Synthesized, functionPart: string): Record<string, string> {
  const bound = statementsOf(synthesized, functionPart).filter(({ Condition }) => Condition !== undefined);
  return Object.fromEntries(
    bound.flatMap(({ Action, Condition }) => [Action].flat().map((action) => [action, JSON.stringify(Condition)])),
  );
}

function statementsOf(synthesized: Synthesized, functionPart: string): readonly Statement[] {
  const { PolicyDocument } = theOnly(synthesized, 'AWS::IAM::Policy', functionPart)[1].Properties;
  return (PolicyDocument as Document).Statement;
}

/** `Bucket.Arn/overflow/*` for the join that says it; the logical id without its hash. */
function resourceText(resource: unknown): string {
  if (typeof resource === 'string') return resource;
  const { 'Fn::Join': join, 'Fn::GetAtt': attribute, Ref: ref } = resource as Record<string, unknown>;
  if (Array.isArray(join)) return (join[1] as unknown[]).map(resourceText).join('');
  if (Array.isArray(attribute)) return `${withoutHash(String(attribute[0]))}.${attribute[1]}`;
  return withoutHash(String(ref));
}

function withoutHash(logicalId: string): string {
  return logicalId.replace(/[0-9A-F]{8}$/, '');
}

/** Every statement of every policy in the template that allows something. */
export function allowedEverywhere(synthesized: Synthesized): readonly Statement[] {
  const types = ['IAM::Policy', 'SQS::QueuePolicy', 'S3::BucketPolicy', 'SNS::TopicPolicy', 'IAM::Role'];
  const documents = types.flatMap((type) =>
    ofType(synthesized, `AWS::${type}`).map(
      ([, { Properties }]) => (Properties.PolicyDocument ?? Properties.AssumeRolePolicyDocument) as Document,
    ),
  );
  return documents.flatMap(({ Statement }) => Statement).filter(({ Effect }) => Effect === 'Allow');
}
