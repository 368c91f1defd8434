import { compilePattern, type EventPattern } from '../aws/events/pattern/compile-pattern';
import type { Deployment, LocalResource } from '../template/deployment';
import { asRecord, optionalText } from '../template/properties';

/** A subscription of the template that can be served on this machine: of a queue, or of a function. */
export interface TopicSubscription {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: 'sqs' | 'lambda';
  readonly endpoint: string;
  readonly raw: boolean;
  readonly filter?: { readonly scope: 'MessageAttributes' | 'MessageBody'; readonly pattern: EventPattern };
  readonly deadLetterArn?: string;
}

/** @throws LocalCloudError for a filter policy that cannot be read */
export function readSubscriptions(deployment: Deployment): readonly TopicSubscription[] {
  return deployment.ofType('AWS::SNS::Subscription').flatMap((resource) => {
    const { Protocol: protocol, Endpoint: endpoint } = resource.properties;
    if ((protocol !== 'sqs' && protocol !== 'lambda') || typeof endpoint !== 'string') return [];
    return [read(resource, protocol, endpoint)];
  });
}

/** A sentence for each subscription that cannot be served on this machine, except mail. */
export function unservedSubscriptions(deployment: Deployment): readonly string[] {
  return deployment
    .ofType('AWS::SNS::Subscription')
    .map(({ logicalId, properties }) => ({ logicalId, protocol: String(properties.Protocol) }))
    .filter(({ protocol }) => !['sqs', 'lambda', 'email', 'email-json', 'sms'].includes(protocol))
    .map(({ logicalId, protocol }) => `The subscription ${logicalId} is not served: its protocol is ${protocol}.`);
}

function read(
  { logicalId, ref, properties }: LocalResource,
  protocol: 'sqs' | 'lambda',
  endpoint: string,
): TopicSubscription {
  const { FilterPolicy: policy, FilterPolicyScope: scope, RedrivePolicy: redrive } = properties;
  const deadLetterArn = optionalText(asRecord(redrive).deadLetterTargetArn);
  const topicArn = String(properties.TopicArn);
  return {
    arn: `${topicArn}:${ref}`,
    topicArn,
    protocol,
    endpoint,
    raw: properties.RawMessageDelivery === true || properties.RawMessageDelivery === 'true',
    ...(policy === undefined ? {} : { filter: filterOf(policy, scope, logicalId) }),
    ...(deadLetterArn === undefined ? {} : { deadLetterArn }),
  };
}

/** SNS' filter policies are written as event patterns are. */
function filterOf(policy: unknown, scope: unknown, logicalId: string): NonNullable<TopicSubscription['filter']> {
  const pattern = compilePattern(JSON.stringify(policy), `the subscription ${logicalId}`);
  return { scope: scope === 'MessageBody' ? 'MessageBody' : 'MessageAttributes', pattern };
}
