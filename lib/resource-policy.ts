import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';

/**
 * Who may call the API: only these addresses, on only these stages.
 *
 * All other addresses are denied explicitly: if a Lambda authorizer allows a call, a policy that merely does not allow
 * it would not stop it (API Gateway developer guide, "How resource policies affect authorization workflow"). So on the
 * MO routes this policy cannot refuse another stage; there the function's permission does, which names one stage
 * (`CallbackApi`).
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
