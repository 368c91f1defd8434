import { readResourcePolicy } from '../../src/gateway/resource-policy';

const prefix = 'arn:aws:execute-api:us-east-1:000000000000:api';
const arn = `${prefix}/callbacks/POST/sms/mo`;

describe('a resource policy', () => {
  it('lets in the addresses that it allows and no others', () => {
    const policy = policyOf(allow(['192.0.2.0/24', '198.51.100.7/32']));
    expect(policy.decide('192.0.2.200', arn)).toBe('allowed');
    expect(policy.decide('198.51.100.7', arn)).toBe('allowed');
    expect(policy.decide('198.51.100.8', arn)).toBe('denied');
  });

  it('denies what is not an address', () => {
    expect(policyOf(allow(['0.0.0.0/0'])).decide('localhost', arn)).toBe('denied');
  });

  it('tells IPv6 from IPv4', () => {
    const policy = policyOf(allow(['2001:db8::/32']));
    expect(policy.decide('2001:db8::1', arn)).toBe('allowed');
    expect(policy.decide('192.0.2.1', arn)).toBe('denied');
  });

  it('denies explicitly whatever else allows', () => {
    const deny = { ...allow(['192.0.2.0/24']), Effect: 'Deny', Condition: undefined };
    const notIp = { NotIpAddress: { 'aws:SourceIp': ['192.0.2.0/24'] } };
    const policy = policyOf({ ...deny, Condition: notIp }, allow(['0.0.0.0/0']));
    expect(policy.decide('192.0.2.1', arn)).toBe('allowed');
    expect(policy.decide('203.0.113.1', arn)).toBe('explicitly-denied');
  });

  it('goes by method and path where a statement names them', () => {
    const policy = policyOf({ ...allow(['0.0.0.0/0']), Resource: 'execute-api:/*/POST/sms/*' });
    expect(policy.decide('192.0.2.1', arn)).toBe('allowed');
    expect(policy.decide('192.0.2.1', `${prefix}/callbacks/GET/sms/mo`)).toBe('denied');
  });

  it('names its addresses', () => {
    expect(policyOf(allow(['192.0.2.1/32', '192.0.2.2'])).addresses).toEqual(['192.0.2.1', '192.0.2.2']);
  });

  it('that is not there lets everyone in', () => {
    const api = { logicalId: 'Api', type: 'AWS::ApiGateway::RestApi', ref: 'api', properties: {} };
    expect(readResourcePolicy(api, prefix).decide('203.0.113.1', arn)).toBe('allowed');
  });

  it.each([
    ['an unknown operator', { Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } }, /StringEquals/],
    ['an unknown key', { Condition: { IpAddress: { 'aws:VpcSourceIp': '10.0.0.1' } } }, /aws:VpcSourceIp/],
    ['certain principals', { Principal: { AWS: 'arn:aws:iam::1:root' } }, /principals/],
    ['another action', { Action: 'execute-api:ManageConnections' }, /ManageConnections/],
    ['an element that is not known', { NotResource: '*' }, /NotResource/],
    ['an invalid address', { Condition: { IpAddress: { 'aws:SourceIp': 'here' } } }, /here/],
  ])('with %s is refused', (_, override, sentence) => {
    expect(() => policyOf({ ...allow(['192.0.2.1/32']), ...override })).toThrow(sentence);
  });
});

function allow(addresses: readonly string[]): Record<string, unknown> {
  return {
    Effect: 'Allow',
    Principal: { AWS: '*' },
    Action: 'execute-api:Invoke',
    Resource: 'execute-api:/*',
    Condition: { IpAddress: { 'aws:SourceIp': addresses } },
  };
}

function policyOf(...Statement: readonly Record<string, unknown>[]) {
  const properties = { Policy: { Version: '2012-10-17', Statement } };
  return readResourcePolicy({ logicalId: 'Api', type: 'AWS::ApiGateway::RestApi', ref: 'api', properties }, prefix);
}
