import type { LocalAws } from '../aws/local-aws';
import { OwnerCallError, ownerCall } from '../aws/operator-call';
import { replaceForbiddenCharacters } from '../aws/sqs/message-contents';
import { errorText } from '../base/error-text';
import type { Deployment } from '../template/deployment';
import { authorize } from './authorize';
import { DeliveryFailure, type Message, type Send } from './message';

export type QueueAws = Pick<LocalAws, 'endpoint' | 'operator' | 'permissions' | 'queueUrl' | 'region'>;

/**
 * Into a queue, of the stack or made by the API. The queue's policy decides who may send; the call itself is made as
 * the account's owner.
 */
export function createQueueSender(deployment: Deployment, aws: QueueAws): Send {
  return async (message) => {
    const url = deployment.withArn('AWS::SQS::Queue', message.to)?.ref ?? aws.queueUrl(message.to);
    if (url === undefined) throw new DeliveryFailure('NO_RESOURCE', `there is no queue ${message.to}`);
    authorize(message, 'sqs:SendMessage', deployment.accountId, aws.permissions);
    try {
      await ownerCall(aws, 'sqs', 'SendMessage', { QueueUrl: url, ...contentOf(message) });
    } catch (error) {
      throw toFailure(error);
    }
    return {};
  };
}

function contentOf({ body, attributes = {} }: Message) {
  const entries = Object.entries(attributes).map(([name, value]) => {
    const DataType = typeof value === 'number' ? 'Number' : 'String';
    // The first 1 KB of an error's message may end within a character, and the message may have any character in it.
    return [name, { DataType, StringValue: replaceForbiddenCharacters(String(value)) }] as const;
  });
  return { MessageBody: body, MessageAttributes: Object.fromEntries(entries) };
}

/** What the queue does not take now (5XX) may pass; what it refuses (too long, a forbidden character) stays refused. */
function toFailure(error: unknown): DeliveryFailure {
  if (error instanceof OwnerCallError && error.status < 500)
    return new DeliveryFailure('INVALID_PARAMETER', error.message);
  return new DeliveryFailure('ERROR_FROM_TARGET', errorText(error));
}
