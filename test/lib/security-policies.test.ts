import { Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { mutualTlsAdvice, securityPolicies } from '../../lib/security-policies';
import { VibesCallbacks } from '../../lib/vibes-callbacks';
import { synthesize, theOnly } from './synth';
import { testApp } from './synth-now';

const policyOf = (props: Parameters<typeof synthesize>[0]) => {
  const { SecurityPolicy, EndpointAccessMode } = theOnly(synthesize(props), 'AWS::ApiGateway::RestApi')[1].Properties;
  return [SecurityPolicy, EndpointAccessMode];
};

test('callers must speak TLS 1.2 at least', () => {
  expect(policyOf({})).toEqual(['SecurityPolicy_TLS13_1_2_PQ_2025_09', 'BASIC']);
});

test('an old caller can be let in; a legacy policy has no access mode', () => {
  expect(policyOf({ securityPolicy: 'TLS_1_0' })).toEqual(['TLS_1_0', undefined]);
});

describe('with mutual TLS', () => {
  const mutualTls = {
    domainName: 'callbacks.example.com',
    certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/1',
    truststoreUri: 's3://bucket/ca.pem',
  };
  const warnings = (props: object) => {
    const stack = new Stack(testApp(), 'Stack');
    new VibesCallbacks(stack, 'Vibes', { alarmEmail: 'oncall@example.com', ...props });
    return Annotations.fromStack(stack)
      .findWarning('*', Match.stringLikeRegexp('securityPolicy is "'))
      .map(({ id }) => id);
  };

  test('an enhanced policy is advised against where it is chosen, for AWS documents that the two do not go together', () => {
    expect(warnings({ mutualTls })).toHaveLength(1);
    expect(warnings({ mutualTls, securityPolicy: 'TLS_1_2' })).toEqual([]);
    expect(warnings({})).toEqual([]);
  });

  test('it says what to write, and where to read on', () => {
    const advised = securityPolicies.filter((policy) => mutualTlsAdvice(policy) !== undefined);
    expect(advised).toEqual(securityPolicies.filter((policy) => policy.startsWith('SecurityPolicy_')));
    const advice = mutualTlsAdvice(securityPolicies[0]);
    expect(advice).toContain('set securityPolicy=TLS_1_2');
    expect(advice).toContain('docs/UPGRADING.md#mutual-tls');
  });
});
