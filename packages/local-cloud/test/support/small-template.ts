import type { Template } from '../../src/template/template';

/** The AWS half of the stack in small, with ids that a test can name. */
export function smallTemplate(): Template {
  return {
    Resources: {
      Queue: {
        Type: 'AWS::SQS::Queue',
        Properties: {
          VisibilityTimeout: 90,
          RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['DeadLetters', 'Arn'] }, maxReceiveCount: 2 },
        },
      },
      DeadLetters: { Type: 'AWS::SQS::Queue', Properties: { MessageRetentionPeriod: 1209600 } },
      QueuePolicy: {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: {
          Queues: [{ Ref: 'Queue' }],
          PolicyDocument: {
            Statement: [
              {
                Effect: 'Allow',
                Principal: { Service: 's3.amazonaws.com' },
                Action: 'sqs:SendMessage',
                Resource: { 'Fn::GetAtt': ['Queue', 'Arn'] },
                Condition: { ArnEquals: { 'aws:SourceArn': 'arn:aws:s3:::callbacks' } },
              },
            ],
          },
        },
      },
      Bucket: {
        Type: 'AWS::S3::Bucket',
        Properties: {
          BucketName: 'callbacks',
          NotificationConfiguration: {
            QueueConfigurations: [
              {
                Event: 's3:ObjectCreated:*',
                Filter: { S3Key: { Rules: [{ Name: 'prefix', Value: 'overflow/' }] } },
                Queue: { 'Fn::GetAtt': ['Queue', 'Arn'] },
              },
            ],
          },
        },
      },
      Ledger: {
        Type: 'AWS::DynamoDB::Table',
        Properties: {
          AttributeDefinitions: [
            { AttributeName: 'pk', AttributeType: 'S' },
            { AttributeName: 'sk', AttributeType: 'S' },
          ],
          BillingMode: 'PAY_PER_REQUEST',
          KeySchema: [
            { AttributeName: 'pk', KeyType: 'HASH' },
            { AttributeName: 'sk', KeyType: 'RANGE' },
          ],
        },
      },
      Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'callbacks' } },
      Secret: {
        Type: 'AWS::SecretsManager::Secret',
        Properties: {
          GenerateSecretString: {
            ExcludePunctuation: true,
            GenerateStringKey: 'password',
            PasswordLength: 40,
            SecretStringTemplate: '{"username":"vibes"}',
          },
        },
      },
      Role: { Type: 'AWS::IAM::Role', Properties: {} },
      Grants: {
        Type: 'AWS::IAM::Policy',
        Properties: {
          Roles: [{ Ref: 'Role' }],
          PolicyDocument: {
            Statement: [
              allow(['sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility'], {
                'Fn::GetAtt': ['Queue', 'Arn'],
              }),
              allow(['s3:PutObject', 's3:GetObject'], {
                'Fn::Join': ['', [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, '/*']],
              }),
              allow(['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:GetItem', 'dynamodb:BatchWriteItem'], {
                'Fn::GetAtt': ['Ledger', 'Arn'],
              }),
              allow(['events:PutEvents'], { 'Fn::GetAtt': ['Bus', 'Arn'] }),
              allow(['secretsmanager:GetSecretValue'], { Ref: 'Secret' }),
            ],
          },
        },
      },
    },
  };
}

function allow(actions: readonly string[], resource: unknown): unknown {
  return { Effect: 'Allow', Action: actions, Resource: resource };
}

/** A copy whose resource has these properties instead of, or besides, its own. */
export function withProperties(
  template: Template,
  logicalId: string,
  properties: Readonly<Record<string, unknown>>,
): Template {
  const resource = template.Resources[logicalId];
  if (resource === undefined) throw new Error(`the template has no ${logicalId}`);
  const changed = { ...resource, Properties: { ...resource.Properties, ...properties } };
  return { ...template, Resources: { ...template.Resources, [logicalId]: changed } };
}

/** A copy without one action of the role's grants. */
export function withoutGrant(template: Template, action: string): Template {
  const copy: Template = JSON.parse(JSON.stringify(template));
  const document = copy.Resources.Grants?.Properties?.PolicyDocument as { Statement: { Action: string[] }[] };
  const before = JSON.stringify(document);
  for (const statement of document.Statement) statement.Action = statement.Action.filter((name) => name !== action);
  if (JSON.stringify(document) === before) throw new Error(`the template grants no ${action}`);
  return withProperties(copy, 'Grants', { PolicyDocument: document });
}
