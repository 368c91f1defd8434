import { synthesize } from '../../../../test/lib/synth';
import { createAuthorizer, type Requirement } from '../../../local-cloud/src/aws/iam/authorizer';
import type { ContextValues } from '../../../local-cloud/src/aws/iam/conditions';
import { supportedByLocalAws } from '../../../local-cloud/src/stack/read-stack';
import { deployTemplate } from '../../../local-cloud/src/template/deploy-template';
import type { Deployment } from '../../../local-cloud/src/template/deployment';
import type { Template } from '../../../local-cloud/src/template/template';

const stack: Template = JSON.parse(JSON.stringify(synthesize().template.toJSON()));
const deploy = (template = stack) => deployTemplate(template, { endpoint: 'http://127.0.0.1:1' });

interface Grant extends Requirement {
  readonly policyId: string;
  readonly roleId: string;
}

type Conditions = Readonly<Record<string, ContextValues>>;

interface GrantingStatement {
  readonly Action: string | string[];
  readonly Resource: string | string[];
  /** By operator, then by key: a call that meets it has these values. */
  readonly Condition?: Conditions;
}

/** Every action that a role of the stack is granted, with each resource; for a pattern, one resource that matches. */
function grantsOf(deployment: Deployment): Grant[] {
  const roles = deployment.ofType('AWS::IAM::Role');
  return deployment.ofType('AWS::IAM::Policy').flatMap(({ logicalId: policyId, properties }) => {
    const { Roles, PolicyDocument } = properties as {
      Roles: string[];
      PolicyDocument: { Statement: GrantingStatement[] };
    };
    const role = roles.find(({ ref }) => Roles.includes(ref));
    if (role === undefined) throw new Error(`${policyId} belongs to no role`);
    return PolicyDocument.Statement.flatMap(({ Action, Resource, Condition = {} }) =>
      [Action].flat().flatMap((action) =>
        [Resource].flat().map((resource) => ({
          policyId,
          roleId: role.logicalId,
          action,
          resource: resource.replaceAll('*', 'something'),
          context: contextOf(Condition),
        })),
      ),
    );
  });
}

/** The context of a call that meets these conditions. */
function contextOf({ Null = {}, ...others }: Conditions): ContextValues {
  const present = Object.fromEntries(Object.keys(Null).map((key) => [key, 'whatever']));
  return Object.assign(present, ...Object.values(others));
}

/** A copy of the stack's template whose policy does not grant the action on anything. */
function without({ policyId, action }: Grant): Template {
  const copy: Template = JSON.parse(JSON.stringify(stack));
  const document = copy.Resources[policyId]?.Properties?.PolicyDocument as {
    Statement: { Action: string | string[] }[];
  };
  for (const statement of document.Statement) {
    statement.Action = [statement.Action].flat().filter((name) => name !== action);
  }
  return copy;
}

describe('the stack, on this machine', () => {
  it('resolves every resource that the AWS half supports', () => {
    const deployment = deploy();
    const found = supportedByLocalAws.flatMap((type) => deployment.ofType(type));
    expect(new Set(found.map(({ type }) => type)).size).toBeGreaterThan(8);
    expect(JSON.stringify(found)).not.toMatch(/"(?:Ref|Fn::[A-Za-z]+)":/);
  });

  it('resolves every output', () => {
    const values = Object.values(deploy().outputs());
    expect(values.length).toBeGreaterThan(10);
    expect(values.filter((value) => !/^(?:https?:|arn:aws:|[A-Za-z0-9/._-]+$)/.test(value))).toEqual([]);
  });

  it('may do what it is granted, and without a grant may not', () => {
    const authorizer = createAuthorizer(deploy());
    const grants = grantsOf(deploy());
    expect(grants.length).toBeGreaterThan(12);
    for (const grant of grants) {
      expect(authorizer.deniedToRole(grant.roleId, [grant])).toBeUndefined();
      expect(createAuthorizer(deploy(without(grant))).deniedToRole(grant.roleId, [grant])).toBe(grant);
    }
  });

  it('lets S3 notify the queue for its own bucket and no other', () => {
    const deployment = deploy();
    const [bucket] = deployment.ofType('AWS::S3::Bucket');
    const [queue] = deployment
      .ofType('AWS::SQS::Queue')
      .filter(({ logicalId }) => logicalId.includes('CallbacksQueue'));
    const notify = (source: string) =>
      createAuthorizer(deployment).allowsService('s3.amazonaws.com', {
        action: 'sqs:SendMessage',
        resource: deployment.attribute(queue?.logicalId ?? '', 'Arn'),
        context: { 'aws:SourceArn': source, 'aws:SourceAccount': deployment.accountId },
      });
    expect(notify(`arn:aws:s3:::${bucket?.ref}`)).toBe(true);
    expect(notify('arn:aws:s3:::another')).toBe(false);
  });
});
