import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { wildcard } from '../aws/iam/patterns';
import type { LocalResource } from '../template/deployment';
import { asRecord, asRecords, asTexts, isRecord, refuse, refuseUnknown } from '../template/properties';

/** Who may call. A REST API with a policy refuses every caller that no statement allows. */
export interface ResourcePolicy {
  decide(sourceIp: string, arn: string): 'allowed' | 'denied' | 'explicitly-denied';
  /** Addresses that a statement names: the local cloud calls from the first when the caller names none. */
  readonly addresses: readonly string[];
}

interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly resources: readonly ((arn: string) => boolean)[];
  readonly applies: (sourceIp: string) => boolean;
}

const everyone: ResourcePolicy = { decide: () => 'allowed', addresses: [] };

/**
 * Reads the policy of an `AWS::ApiGateway::RestApi`.
 * @throws LocalCloudError for a principal, an action or a condition that is not known here
 */
export function readResourcePolicy(api: LocalResource, arnPrefix: string): ResourcePolicy {
  const { Policy } = api.properties;
  if (Policy === undefined) return everyone;
  const raw = asRecords(asRecord(Policy).Statement);
  const statements = raw.map((statement) => readStatement(api, statement, arnPrefix));
  return {
    decide: (sourceIp, arn) => {
      const applying = statements.filter(
        ({ resources, applies }) => resources.some((matches) => matches(arn)) && applies(sourceIp),
      );
      if (applying.some(({ effect }) => effect === 'Deny')) return 'explicitly-denied';
      return applying.length > 0 ? 'allowed' : 'denied';
    },
    addresses: raw.flatMap(({ Condition }) => namedBy(asRecord(Condition))).map(withoutPrefixLength),
  };
}

function readStatement(api: LocalResource, statement: Record<string, unknown>, arnPrefix: string): Statement {
  refuseUnknown(api, statement, ['Action', 'Condition', 'Effect', 'Principal', 'Resource'], ['Sid']);
  const { Effect, Principal, Action, Resource, Condition } = statement;
  if (Effect !== 'Allow' && Effect !== 'Deny') refuse(api, `the effect ${String(Effect)}`);
  const principals = isRecord(Principal) ? asTexts(Principal.AWS) : asTexts(Principal);
  if (!principals.includes('*')) refuse(api, 'a policy for certain principals');
  const actions = asTexts(Action);
  if (!actions.some((action) => ['execute-api:Invoke', 'execute-api:*', '*'].includes(action))) {
    refuse(api, `a policy for ${actions.join(', ')}`);
  }
  const resources = asTexts(Resource).map((resource) => resource.replace(/^execute-api:\//, `${arnPrefix}/`));
  return {
    effect: Effect,
    resources: resources.map((resource) => wildcard(resource)),
    applies: readCondition(api, asRecord(Condition)),
  };
}

/** Several operators must all hold. */
function readCondition(api: LocalResource, condition: Record<string, unknown>): (sourceIp: string) => boolean {
  refuseUnknown(api, condition, ['IpAddress', 'NotIpAddress']);
  const tests = Object.entries(condition).map(([operator, keys]) => {
    refuseUnknown(api, asRecord(keys), ['aws:SourceIp']);
    const list = blocks(api, addressesOf(keys));
    const inList = (ip: string) => (isIPv4(ip) && list.check(ip)) || (isIPv6(ip) && list.check(ip, 'ipv6'));
    return operator === 'IpAddress' ? inList : (ip: string) => !inList(ip);
  });
  return (sourceIp) => tests.every((test) => test(sourceIp));
}

function namedBy({ IpAddress, NotIpAddress }: Record<string, unknown>): readonly string[] {
  return [...addressesOf(IpAddress), ...addressesOf(NotIpAddress)];
}

function addressesOf(keys: unknown): readonly string[] {
  return asTexts(asRecord(keys)['aws:SourceIp']);
}

function withoutPrefixLength(block: string): string {
  return block.split('/')[0] ?? block;
}

function blocks(api: LocalResource, addresses: readonly string[]): BlockList {
  const list = new BlockList();
  for (const address of addresses) {
    const [network = '', length] = address.split('/');
    const family = isIPv6(network) ? 'ipv6' : 'ipv4';
    if (!isIPv4(network) && !isIPv6(network)) refuse(api, `the source address ${address}`);
    list.addSubnet(network, length === undefined ? (family === 'ipv4' ? 32 : 128) : Number(length), family);
  }
  return list;
}
