import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { clientsOf } from '../../../local-cloud/test/aws/clients';
import { smallTemplate, withoutGrant } from '../../../local-cloud/test/support/small-template';
import { startLocalAwsProcess } from '../../../local-cloud/test/support/start-local-aws-process';

jest.setTimeout(60_000);
const newFolder = temporaryFolder();
const Key = { pk: { S: 'a' }, sk: { S: '-' } };
const entry = { EventBusName: 'callbacks', Source: 'vibes.callbacks', DetailType: 'X', Detail: '{}' };

/** Calls one action of each service as the role, on a template without one of its grants. */
async function refusals(grant: string): Promise<Readonly<Record<string, string>>> {
  const aws = await startLocalAwsProcess({ template: withoutGrant(smallTemplate(), grant), dataDir: newFolder() });
  const { Role } = aws.credentials;
  if (Role === undefined) throw new Error('the template has no Role');
  const { sqs, dynamodb, s3, events, secrets, destroy } = clientsOf(aws.endpoint, Role);
  const { Queue: QueueUrl, Ledger: TableName, Bucket, Secret: SecretId } = aws.refs;
  const calls: Readonly<Record<string, Promise<unknown>>> = {
    'sqs:SendMessage': sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' })),
    'dynamodb:PutItem': dynamodb.send(new PutItemCommand({ TableName, Item: Key })),
    'dynamodb:GetItem': dynamodb.send(new GetItemCommand({ TableName, Key })),
    's3:PutObject': s3.send(new PutObjectCommand({ Bucket, Key: 'attachments/x', Body: 'x' })),
    'events:PutEvents': events.send(new PutEventsCommand({ Entries: [entry] })),
    'secretsmanager:GetSecretValue': secrets.send(new GetSecretValueCommand({ SecretId })),
  };
  const outcomes = await Promise.allSettled(Object.values(calls));
  destroy();
  await aws.stop();
  const named = Object.keys(calls).map((name, index) => [name, outcomes[index]] as const);
  return Object.fromEntries(
    named.flatMap(([name, outcome]) => (outcome?.status === 'rejected' ? [[name, outcome.reason.name]] : [])),
  );
}

describe('a template without the grant', () => {
  it.each([
    ['sqs:SendMessage', 'AccessDenied'],
    ['dynamodb:PutItem', 'AccessDeniedException'],
    ['s3:PutObject', 'AccessDenied'],
    ['events:PutEvents', 'AccessDeniedException'],
    ['secretsmanager:GetSecretValue', 'AccessDeniedException'],
  ])('%s refuses that action alone, as %s', async (grant, name) => {
    expect(await refusals(grant)).toEqual({ [grant]: name });
  });
});
