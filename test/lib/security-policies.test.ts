import { synthesize, theOnly } from './synth';

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
