import type { CfnRestApi } from 'aws-cdk-lib/aws-apigateway';

/**
 * API Gateway's policies for a Regional API that Vibes' callers may need. AWS calls the `SecurityPolicy_…` ones
 * enhanced.
 */
export const securityPolicies = [
  'SecurityPolicy_TLS13_1_2_PQ_2025_09',
  'SecurityPolicy_TLS13_1_3_2025_09',
  'TLS_1_2',
  'TLS_1_0',
] as const;

export type SecurityPolicyName = (typeof securityPolicies)[number];

/** An enhanced policy needs an access mode; the strict one would refuse callers because of their SNI. */
export function applySecurityPolicy(api: CfnRestApi, policy: SecurityPolicyName): void {
  api.securityPolicy = policy;
  if (isEnhanced(policy)) api.endpointAccessMode = 'BASIC';
}

export function isEnhanced(policy: SecurityPolicyName): boolean {
  return policy.startsWith('SecurityPolicy_');
}

/**
 * What AWS documents not to work (developer guide, "Choose a security policy for your custom domain"): an API's policy
 * also negotiates the handshake of its domains, and a domain with such a policy has no mutual TLS. Decision 0029.
 */
export function mutualTlsAdvice(policy: SecurityPolicyName): string | undefined {
  if (!isEnhanced(policy)) return undefined;
  return `securityPolicy is "${policy}" and domainName uses mutual TLS. AWS documents that the API's policy also applies to the handshake of its domain, and that this policy does not support mutual TLS; the combination is untested. If nothing is deployed yet, set securityPolicy=TLS_1_2. Otherwise keep keepDefaultEndpoint=true until every event has metadata.proof "certificate": docs/UPGRADING.md#mutual-tls.`;
}
