import type { Needs, ResourceName } from './needs';

/** Lines of the operator's pages that call the AWS CLI, by service and operation, each with what IAM asks for it. */
export type AwsLines = Readonly<Record<string, Needs>>;

const queues: readonly ResourceName[] = ['callbackQueue', 'retryQueue', 'deadLetterQueue'];
const allSecrets: readonly ResourceName[] = ['secrets', 'identityKey'];

/** `docs/RUNBOOK.md`: what repairs a stack at night. None of it deletes data. */
export const repairLines: AwsLines = {
  'cloudformation describe-stacks': { 'cloudformation:DescribeStacks': ['stack'] },
  'cloudwatch get-metric-data': { 'cloudwatch:GetMetricData': ['anything'] },
  'lambda update-event-source-mapping': { 'lambda:UpdateEventSourceMapping': ['eventSourceMappings'] },
  'logs filter-log-events': { 'logs:FilterLogEvents': ['logGroups'] },
  'secretsmanager get-secret-value': { 'secretsmanager:GetSecretValue': ['secrets'] },
  'secretsmanager list-secret-version-ids': { 'secretsmanager:ListSecretVersionIds': ['secrets'] },
  'secretsmanager put-secret-value': { 'secretsmanager:PutSecretValue': ['secrets'] },
  'secretsmanager restore-secret': { 'secretsmanager:RestoreSecret': ['secrets'] },
  'secretsmanager update-secret-version-stage': { 'secretsmanager:UpdateSecretVersionStage': ['secrets'] },
  'sqs get-queue-attributes': { 'sqs:GetQueueAttributes': queues },
};

/**
 * `docs/DEPLOYING.md`, `docs/DATA.md` and `docs/UPGRADING.md`: what moves, erases and replaces, and is planned by day.
 * What these pages share with the runbook (`out`, `queue_arn`) is in its policy.
 */
export const maintenanceLines: AwsLines = {
  'acm import-certificate': { 'acm:ImportCertificate': ['certificates'] },
  'apigateway get-rest-api': { 'apigateway:GET': ['restApi'] },
  'apigateway update-rest-api': { 'apigateway:PATCH': ['restApi'] },
  'cloudformation describe-stack-events': { 'cloudformation:DescribeStackEvents': ['stack'] },
  'cloudformation list-stack-resources': { 'cloudformation:ListStackResources': ['stack'] },
  'cloudformation update-termination-protection': { 'cloudformation:UpdateTerminationProtection': ['stack'] },
  'dynamodb put-item': { 'dynamodb:PutItem': ['ledger'] },
  'dynamodb scan': { 'dynamodb:Scan': ['ledger'] },
  'dynamodb update-table': { 'dynamodb:UpdateTable': ['ledger'] },
  'resourcegroupstaggingapi get-resources': { 'tag:GetResources': ['anything'] },
  's3 rm': { 's3:ListBucket': ['bucket'], 's3:DeleteObject': ['objects'] },
  // The CLI reads the tags of an object that it copies in parts.
  's3 sync': {
    's3:ListBucket': ['bucket'],
    's3:GetObject': ['objects'],
    's3:GetObjectTagging': ['objects'],
    's3:PutObject': ['objects'],
  },
  'secretsmanager delete-secret': { 'secretsmanager:DeleteSecret': allSecrets },
  'secretsmanager get-secret-value': { 'secretsmanager:GetSecretValue': allSecrets },
  'secretsmanager list-secret-version-ids': { 'secretsmanager:ListSecretVersionIds': allSecrets },
  'secretsmanager list-secrets': { 'secretsmanager:ListSecrets': ['anything'] },
  'secretsmanager put-secret-value': { 'secretsmanager:PutSecretValue': allSecrets },
  'secretsmanager restore-secret': { 'secretsmanager:RestoreSecret': allSecrets },
  'secretsmanager update-secret-version-stage': { 'secretsmanager:UpdateSecretVersionStage': allSecrets },
  'sns subscribe': { 'sns:Subscribe': ['alarmTopic'] },
  'sqs create-queue': { 'sqs:CreateQueue': ['leverQueue'] },
  'sqs delete-queue': { 'sqs:DeleteQueue': ['leverQueue'] },
  'sqs list-message-move-tasks': { 'sqs:ListMessageMoveTasks': queues },
  // SQS developer guide, "permissions for a dead-letter queue redrive": of its source and of its destination.
  'sqs start-message-move-task': {
    'sqs:StartMessageMoveTask': queues,
    'sqs:ReceiveMessage': queues,
    'sqs:DeleteMessage': queues,
    'sqs:GetQueueAttributes': queues,
    'sqs:SendMessage': ['callbackQueue'],
  },
};
