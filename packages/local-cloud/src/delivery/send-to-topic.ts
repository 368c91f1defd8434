import { randomUUID } from 'node:crypto';
import { eventFields } from '../aws/events/pattern/event-fields';
import { readJsonTree } from '../aws/events/pattern/json-tree';
import { matchesEvent } from '../aws/events/pattern/match-event';
import type { Deployment } from '../template/deployment';
import { authorize, type Permissions } from './authorize';
import { DeliveryFailure, type Progress, type Send } from './message';
import type { TopicSubscription } from './read-subscriptions';

export interface TopicParts {
  readonly deployment: Deployment;
  readonly permissions: Permissions;
  readonly subscriptions: readonly TopicSubscription[];
  /** To a subscriber. */
  readonly send: Send;
  /** What a subscriber did not take. */
  onFailure(error: unknown): void;
}

/** To a topic of the stack, and on to its queues and functions. A failing subscriber does not fail the topic. */
export function createTopicSender(parts: TopicParts): Send {
  const { deployment, permissions, subscriptions } = parts;
  const topics = new Set(deployment.ofType('AWS::SNS::Topic').map(({ ref }) => ref));
  return async (message, progress) => {
    if (!topics.has(message.to)) {
      throw new DeliveryFailure('NO_RESOURCE', `there is no topic ${message.to} in the stack`);
    }
    authorize(message, 'sns:Publish', deployment.accountId, permissions);
    const wanted = subscriptions.filter((one) => one.topicArn === message.to && passes(one, message.body));
    await Promise.all(wanted.map((one) => toSubscriber(one, message.body, progress, parts)));
    return { detail: `${wanted.length} of its subscribers` };
  };
}

async function toSubscriber(
  subscription: TopicSubscription,
  body: string,
  progress: Progress,
  { send, onFailure, deployment }: TopicParts,
): Promise<void> {
  const { topicArn, endpoint, deadLetterArn } = subscription;
  const from = { service: 'sns.amazonaws.com', sourceArn: topicArn };
  const content = contentFor(subscription, body, deployment);
  try {
    await send({ to: endpoint, body: content, from }, progress);
  } catch (error) {
    if (!(error instanceof DeliveryFailure)) throw error;
    onFailure(error);
    if (deadLetterArn !== undefined) await send({ to: deadLetterArn, body: content, from }, progress);
  }
}

/** A message that comes from a rule has no attributes. */
function passes({ filter }: TopicSubscription, body: string): boolean {
  if (filter === undefined) return true;
  return matchesEvent(filter.pattern, eventFields(readOr(filter.scope === 'MessageBody' ? body : '{}')));
}

function readOr(text: string) {
  try {
    return readJsonTree(text);
  } catch {
    return readJsonTree('{}');
  }
}

/** As SNS hands a notification over (developer guide, "Parsing message formats"). Nothing here signs it. */
function contentFor({ protocol, raw, arn, topicArn }: TopicSubscription, body: string, { region }: Deployment): string {
  if (raw && protocol === 'sqs') return body;
  const unsigned = `https://sns.${region}.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${arn}`;
  const notification = {
    Type: 'Notification',
    MessageId: randomUUID(),
    TopicArn: topicArn,
    Message: body,
    Timestamp: new Date().toISOString(),
    SignatureVersion: '1',
    Signature: 'local',
    SigningCertURL: `https://sns.${region}.amazonaws.com/local.pem`,
  };
  if (protocol === 'sqs') return JSON.stringify({ ...notification, UnsubscribeURL: unsigned });
  const { SigningCertURL: SigningCertUrl, ...common } = notification;
  const Sns = { ...common, SigningCertUrl, Subject: null, UnsubscribeUrl: unsigned, MessageAttributes: {} };
  return JSON.stringify({
    Records: [{ EventSource: 'aws:sns', EventVersion: '1.0', EventSubscriptionArn: arn, Sns }],
  });
}
