import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { temporaryFolder } from '../../../../test/support/temporary-folder';
import type { Template } from '../../../local-cloud/src/template/template';
import { clientsOf } from '../../../local-cloud/test/aws/clients';
import { smallTemplate, withoutGrant } from '../../../local-cloud/test/support/small-template';
import { type LocalAwsProcess, startLocalAwsProcess } from '../../../local-cloud/test/support/start-local-aws-process';

const newFolder = temporaryFolder();
const Key = { pk: { S: 'a' }, sk: { S: '-' } };
const entry = { EventBusName: 'callbacks', Source: 'vibes.callbacks', DetailType: 'X', Detail: '{}' };

const refused = {
  'sqs:SendMessage': 'AccessDenied',
  'dynamodb:PutItem': 'AccessDeniedException',
  's3:PutObject': 'AccessDenied',
  'events:PutEvents': 'AccessDeniedException',
  'secretsmanager:GetSecretValue': 'AccessDeniedException',
} as const;
const roleWithout = (grant: string) => `Without${grant.replace(':', '')}`;

/** For each grant, there is a role that lacks it. */
function template(): Template {
  const base = smallTemplate();
  const roles = Object.keys(refused).flatMap((grant) => {
    const { Grants } = withoutGrant(base, grant).Resources;
    const Roles = [{ Ref: roleWithout(grant) }];
    return [
      [roleWithout(grant), { Type: 'AWS::IAM::Role', Properties: {} }],
      [`${roleWithout(grant)}Grants`, { Type: 'AWS::IAM::Policy', Properties: { ...Grants?.Properties, Roles } }],
    ];
  });
  return { ...base, Resources: { ...base.Resources, ...Object.fromEntries(roles) } };
}

let aws: LocalAwsProcess;
beforeAll(async () => {
  aws = await startLocalAwsProcess({ template: template(), dataDir: newFolder() });
});

/** Calls one action of each service. */
async function refusals(grant: string): Promise<Readonly<Record<string, string>>> {
  const credentials = aws.credentials[roleWithout(grant)];
  if (credentials === undefined) throw new Error('the template has no such role');
  const { sqs, dynamodb, s3, events, secrets, destroy } = clientsOf(aws.endpoint, credentials);
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
  const named = Object.keys(calls).map((name, index) => [name, outcomes[index]] as const);
  return Object.fromEntries(
    named.flatMap(([name, outcome]) => (outcome?.status === 'rejected' ? [[name, outcome.reason.name]] : [])),
  );
}

describe('a role without the grant', () => {
  it.each(Object.entries(refused))('%s is refused only that action, as %s', async (grant, name) => {
    expect(await refusals(grant)).toEqual({ [grant]: name });
  });
});
