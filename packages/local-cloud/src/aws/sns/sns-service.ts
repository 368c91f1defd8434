import type { Deployment } from '../../template/deployment';
import { optionalText } from '../../template/properties';
import { AwsError } from '../protocols/aws-error';
import type { AwsService } from '../protocols/call';
import { createService, type Input } from '../protocols/create-service';
import { paginate } from '../protocols/paginate';
import type { Subscription, SubscriptionStore } from './subscription-store';

/** API reference, ListSubscriptionsByTopic. */
const pageSize = 100;

/** SNS: the subscribers of a topic. The template's own subscriptions are confirmed, because no mail is sent here. */
export function createSnsService(deployment: Deployment, store: SubscriptionStore): AwsService {
  const topics = deployment.ofType('AWS::SNS::Topic').map(({ ref }) => ref);
  const subscriptionsOf = (topicArn: string) => [...declared(deployment, topicArn), ...store.list(topicArn)];
  const topicOf = ({ TopicArn: arn }: Input) => {
    if (!topics.includes(String(arn))) throw new AwsError('NotFound', 'Topic does not exist', 404);
    return String(arn);
  };
  const requires = (action: string) => (input: Input) => [
    { action: `sns:${action}`, resource: String(input.TopicArn) },
  ];
  return createService('sns', {
    ListSubscriptionsByTopic: {
      requires: requires('ListSubscriptionsByTopic'),
      answer: (input) => {
        const all = subscriptionsOf(topicOf(input));
        const { items, next } = paginate(all, pageSize, input.NextToken, 'InvalidParameter');
        return { Subscriptions: items.map((one) => describe(one, deployment.accountId)), NextToken: next };
      },
    },
    GetTopicAttributes: {
      requires: requires('GetTopicAttributes'),
      answer: (input) => {
        const topicArn = topicOf(input);
        const all = subscriptionsOf(topicArn);
        const confirmed = all.filter(({ arn }) => arn !== undefined).length;
        const attributes = {
          TopicArn: topicArn,
          Owner: deployment.accountId,
          SubscriptionsConfirmed: String(confirmed),
          SubscriptionsPending: String(all.length - confirmed),
          SubscriptionsDeleted: '0',
        };
        return { Attributes: new Map(Object.entries(attributes)) };
      },
    },
    Subscribe: {
      requires: requires('Subscribe'),
      answer: (input) => {
        const { Protocol: protocol, Endpoint: endpoint } = input;
        if (typeof protocol !== 'string' || typeof endpoint !== 'string') {
          throw new AwsError('InvalidParameter', 'Protocol and Endpoint are needed.');
        }
        const { arn } = store.add(topicOf(input), protocol, endpoint);
        return { SubscriptionArn: arn ?? 'pending confirmation' };
      },
    },
  });
}

function declared(deployment: Deployment, topicArn: string): readonly Subscription[] {
  return deployment
    .ofType('AWS::SNS::Subscription')
    .filter(({ properties }) => properties.TopicArn === topicArn)
    .map(({ ref, properties }) => ({
      topicArn,
      protocol: optionalText(properties.Protocol) ?? '',
      endpoint: optionalText(properties.Endpoint) ?? '',
      arn: `${topicArn}:${ref}`,
    }));
}

function describe({ arn, topicArn, protocol, endpoint }: Subscription, Owner: string): unknown {
  const SubscriptionArn = arn ?? 'PendingConfirmation';
  return { SubscriptionArn, Owner, Protocol: protocol, Endpoint: endpoint, TopicArn: topicArn };
}
