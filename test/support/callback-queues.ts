import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateQueueCommand, GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Template } from '../../packages/local-cloud/src/template/template';
import { startLocalAwsProcess } from '../../packages/local-cloud/test/support/start-local-aws-process';

/** A queue that hides a message for a minute; after two receives it goes to another, after three more to the dead-letter queue. */
export interface CallbackQueues {
  readonly client: SQSClient;
  /** What a function finds in its environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly queueUrl: string;
  readonly retryQueueUrl: string;
  readonly deadLetterQueueUrl: string;
  stop(): Promise<void>;
}

const visibilitySeconds = 60;
const receives = { queue: 2, retryQueue: 3 };

/** In the local cloud's SQS, or in what `QUEUE_TEST_ENDPOINT` names: another SQS is the second opinion. */
export async function startCallbackQueues(): Promise<CallbackQueues> {
  const given = process.env.QUEUE_TEST_ENDPOINT;
  return given === undefined ? inLocalCloud() : inOther(given);
}

const template: Template = {
  Resources: {
    Parked: { Type: 'AWS::SQS::Queue', Properties: {} },
    Retries: {
      Type: 'AWS::SQS::Queue',
      Properties: {
        VisibilityTimeout: visibilitySeconds,
        RedrivePolicy: {
          deadLetterTargetArn: { 'Fn::GetAtt': ['Parked', 'Arn'] },
          maxReceiveCount: receives.retryQueue,
        },
      },
    },
    Queue: {
      Type: 'AWS::SQS::Queue',
      Properties: {
        VisibilityTimeout: visibilitySeconds,
        RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Retries', 'Arn'] }, maxReceiveCount: receives.queue },
      },
    },
  },
};

async function inLocalCloud(): Promise<CallbackQueues> {
  const dataDir = mkdtempSync(join(tmpdir(), 'queues-'));
  const aws = await startLocalAwsProcess({ template, dataDir: join(dataDir, 'data') });
  const access = connect(aws.endpoint, aws.operator.accessKeyId, aws.operator.secretAccessKey);
  return {
    ...access,
    queueUrl: aws.refs.Queue ?? '',
    retryQueueUrl: aws.refs.Retries ?? '',
    deadLetterQueueUrl: aws.refs.Parked ?? '',
    stop: async () => {
      access.client.destroy();
      await aws.stop();
      rmSync(dataDir, { recursive: true });
    },
  };
}

async function inOther(endpoint: string): Promise<CallbackQueues> {
  const access = connect(endpoint, 'test', 'test');
  const create = async (name: string, Attributes: Record<string, string>) =>
    (await access.client.send(new CreateQueueCommand({ QueueName: `${name}-${randomUUID()}`, Attributes }))).QueueUrl;
  const deadLetterQueueUrl = (await create('dead-letters', {})) ?? '';
  const redriving = async (name: string, target: string, maxReceiveCount: number) => {
    const attributes = { QueueUrl: target, AttributeNames: ['QueueArn' as const] };
    const { Attributes } = await access.client.send(new GetQueueAttributesCommand(attributes));
    const redrive = { deadLetterTargetArn: Attributes?.QueueArn, maxReceiveCount };
    const settings = { VisibilityTimeout: String(visibilitySeconds), RedrivePolicy: JSON.stringify(redrive) };
    return (await create(name, settings)) ?? '';
  };
  const retryQueueUrl = await redriving('retries', deadLetterQueueUrl, receives.retryQueue);
  const queueUrl = await redriving('queue', retryQueueUrl, receives.queue);
  return { ...access, queueUrl, retryQueueUrl, deadLetterQueueUrl, stop: async () => access.client.destroy() };
}

function connect(endpoint: string, accessKeyId: string, secretAccessKey: string) {
  const environment = {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_ENDPOINT_URL: endpoint,
  };
  const credentials = { accessKeyId, secretAccessKey };
  return { environment, client: new SQSClient({ endpoint, region: environment.AWS_REGION, credentials }) };
}
