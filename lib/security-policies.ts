import type { CfnRestApi } from 'aws-cdk-lib/aws-apigateway';

/** Those of API Gateway for a Regional API that Vibes' callers may have; the enhanced ones are named by AWS so. */
export const securityPolicies = [
  'SecurityPolicy_TLS13_1_2_PQ_2025_09',
  'SecurityPolicy_TLS13_1_3_2025_09',
  'TLS_1_2',
  'TLS_1_0',
] as const;

export type SecurityPolicyName = (typeof securityPolicies)[number];

/** An enhanced policy wants an access mode; the strict one would refuse callers by what they send as SNI. */
export function applySecurityPolicy(api: CfnRestApi, policy: SecurityPolicyName): void {
  api.securityPolicy = policy;
  if (isEnhanced(policy)) api.endpointAccessMode = 'BASIC';
}

export function isEnhanced(policy: SecurityPolicyName): boolean {
  return policy.startsWith('SecurityPolicy_');
}
