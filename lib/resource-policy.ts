import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';

/**
 * Who may call the API: these addresses, and no stage but these.
 *
 * Who is not in the list is denied by name: where a Lambda authorizer allows a call, a policy that merely does not allow
 * it would not stop it (API Gateway developer guide, "How resource policies affect authorization workflow"). So on the MO
 * routes another stage passes here: there it is the function's permission, one a stage, that refuses it (`CallbackApi`).
 */
export function resourcePolicy(origins: readonly string[], stages: readonly string[]): PolicyDocument {
  const invoke = { principals: [new AnyPrincipal()], actions: ['execute-api:Invoke'] };
  return new PolicyDocument({
    statements: [
      new PolicyStatement({ ...invoke, resources: stages.map((stage) => `execute-api:/${stage}/*`) }),
      new PolicyStatement({
        ...invoke,
        resources: ['execute-api:/*'],
        effect: Effect.DENY,
        conditions: { NotIpAddress: { 'aws:SourceIp': [...origins] } },
      }),
    ],
  });
}
