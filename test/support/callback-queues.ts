import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateQueueCommand, GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Template } from '../../local/template/template';
import { startLocalAwsProcess } from './start-local-aws-process';

/** A queue that hides a message for a minute and moves it to the dead-letter queue after two receives. */
export interface CallbackQueues {
  readonly client: SQSClient;
  /** What a function finds in its environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
  stop(): Promise<void>;
}

const visibilitySeconds = 60;
const maxReceiveCount = 2;

/** In the local cloud's SQS, or in what `QUEUE_TEST_ENDPOINT` names: another SQS is the second opinion. */
export async function startCallbackQueues(): Promise<CallbackQueues> {
  const given = process.env.QUEUE_TEST_ENDPOINT;
  return given === undefined ? inLocalCloud() : inOther(given);
}

const template: Template = {
  Resources: {
    Parked: { Type: 'AWS::SQS::Queue', Properties: {} },
    Queue: {
      Type: 'AWS::SQS::Queue',
      Properties: {
        VisibilityTimeout: visibilitySeconds,
        RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Parked', 'Arn'] }, maxReceiveCount },
      },
    },
  },
};

async function inLocalCloud(): Promise<CallbackQueues> {
  const dataDir = mkdtempSync(join(tmpdir(), 'queues-'));
  const aws = await startLocalAwsProcess({ template, dataDir: join(dataDir, 'data') });
  const access = connect(aws.endpoint, aws.owner.accessKeyId, aws.owner.secretAccessKey);
  return {
    ...access,
    queueUrl: aws.refs.Queue ?? '',
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
  const attributes = { QueueUrl: deadLetterQueueUrl, AttributeNames: ['QueueArn' as const] };
  const { Attributes } = await access.client.send(new GetQueueAttributesCommand(attributes));
  const redrive = { deadLetterTargetArn: Attributes?.QueueArn, maxReceiveCount };
  const settings = { VisibilityTimeout: String(visibilitySeconds), RedrivePolicy: JSON.stringify(redrive) };
  const queueUrl = (await create('queue', settings)) ?? '';
  return { ...access, queueUrl, deadLetterQueueUrl, stop: async () => access.client.destroy() };
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
