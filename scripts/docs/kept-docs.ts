import { stackTemplate } from '../releases/stack-template';
import { fillBlocks } from './fill-blocks';

/** What `npm run docs` writes of SECURITY.md: where what is kept and for how long at worst, from the template. */
export function keptDocs(security: string): ReadonlyMap<string, string> {
  return new Map([['docs/SECURITY.md', fillBlocks(security, new Map([['kept', keptTable()]]))]]);
}

const template = stackTemplate({ rbmSecret: 'create', messageOutcomes: true });

/** Point-in-time recovery goes back this far, unless the template says another number (DynamoDB, developer guide). */
const backupDays = 35;

/** An item that expired is deleted "within a few days" (DynamoDB, developer guide). */
const deletionDays = 2;

function keptTable(): string {
  const days = daysKept();
  // An overflow object that is found on its last day, and as a dead letter is redriven on its last, is published then.
  const published = days.overflow + days.dead;
  return `| place | what | how long | at worst, days after it came | roles that can read it | key at rest |
| --- | --- | --- | --- | --- | --- |
| callback queue | whole requests: body, query, headers, address | until published, ${days.queue} days at most (\`queueRetentionDays\`) | ${days.overflow + days.queue} | ${readers('sqs:ReceiveMessage', 'CallbacksQueue')} | SQS |
| retry queue | the same | until published, ${days.retry} days after they came at most (twice \`queueRetentionDays\`) | ${days.overflow + days.retry} | ${readers('sqs:ReceiveMessage', 'CallbacksRetries')} | SQS |
| dead-letter queue | the same | ${days.dead} days after they came | ${published} | ${readers('sqs:ReceiveMessage', 'DeadLetters')} | SQS |
| bucket, \`overflow/\` | the same | ${days.overflow} days | ${days.overflow} | ${readers('s3:GetObject', 'overflow/')} | S3 |
| bucket, \`attachments/\` | media, fields too large for an event | ${days.attachments} days after it was read (\`mediaRetentionDays\`) | ${published + days.attachments} | ${readers('s3:GetObject', 'attachments/')}; who you grant it to (\`grantReadMedia\`) | S3 |
| bucket, \`unrecognized/\` | whole requests | ${days.unrecognized} days after they were read (\`unrecognizedRetentionDays\`) | ${published + days.unrecognized} | ${readers('s3:GetObject', 'unrecognized/')} | S3 |
| bucket, \`dropped/\` | **no number, no text**: ids and times of what \`dead drop\` and \`undelivered drop\` deleted, for \`find\` | ${days.dropped} days after they were dropped | ${published + days.dropped} | ${readers('s3:GetObject', 'dropped/')} | S3 |
| bucket, \`access-logs/\` | with \`accessLogs\`, **no number, no text**: addresses of Vibes' servers and of strangers, with the time, status and TLS version of a call | ${days.accessLogs} days (\`logRetentionDays\`) | ${days.accessLogs} | Firehose's own | S3 |
| event bus | events: numbers, texts, payloads | not kept; tried again for 24 hours for a target that fails | ${published + 1} | the targets of your rules | EventBridge |
| event bus, archive | the same | ${days.archive} days after publication (\`archiveRetentionDays\`) | ${published + days.archive} | none of the roles; a replay sends them to a rule | EventBridge |
| a subscription's \`Undelivered\` queue | events that could not be delivered, or that a function failed on | 14 days | ${published + 1 + 14} | none of the roles | SQS |
| ledger | **no number, no text**: Vibes' ids, codes, dates, hashes with the identity key | ${days.ledger} days after last seen, deleted within some days more; backups ${days.backup} days | ${published + days.ledger + deletionDays + days.backup} | ${readers('dynamodb:GetItem', 'LedgerTable')} | DynamoDB |
| outcomes queue | with \`messageOutcomes\`, receipts as they were published: numbers | until they are read, ${days.outcomesQueue} days at most | ${published + 1 + days.outcomesQueue} | ${readers('sqs:ReceiveMessage', 'OutcomesQueue')} | SQS |
| outcomes table | with \`messageOutcomes\`, **no number, no text**: Vibes' ids and yours, codes, dates, states, hashes with the identity key, descriptions of errors without runs of digits | ${days.outcomes} days after the last receipt or change (\`outcomeRetentionDays\`), deleted within some days more; backups ${days.backup} days | ${published + 1 + 14 + days.outcomes + deletionDays + days.backup} | ${readers('dynamodb:GetItem', 'OutcomesTable')} | DynamoDB |
| logs, alarms, answers, object keys, event ids, \`metadata.identity\` | **nothing**: ids and codes ([below](#content-appears-nowhere-else)) | logs ${days.logs} days (\`logRetentionDays\`) | ${published + days.logs} | none of the roles | CloudWatch |
| metrics | **nothing**: counts | 15 months (CloudWatch's own) | – | none of the roles | CloudWatch |
| alarm topic, and the mail that it sends | **nothing**: names of alarms, counts | not kept; in a mailbox as long as you keep it | – | \`alarmEmail\`, \`pagerTopicArn\` | none |
| secrets | MO user name and password, RBM secret; the identity key | until replaced twice; the key as long as the stack, and after it with \`removalPolicy\` \`retain\` | – | ${readers('secretsmanager:GetSecretValue', 'Secrets')} | \`aws/secretsmanager\` |`;
}

function daysKept() {
  const backups = propertiesOf('AWS::DynamoDB::Table', 'Ledger').PointInTimeRecoverySpecification as Properties;
  return {
    queue: queueDays('CallbacksQueue'),
    retry: queueDays('CallbacksRetries'),
    dead: queueDays('DeadLetters'),
    overflow: bucketDays('overflow/'),
    attachments: bucketDays('attachments/'),
    unrecognized: bucketDays('unrecognized/'),
    dropped: bucketDays('dropped/'),
    accessLogs: bucketDays('access-logs/'),
    archive: numberAt('AWS::Events::Archive', 'Archive', 'RetentionDays'),
    ledger: Number(variablesOf('Consumer').LEDGER_DAYS),
    outcomesQueue: queueDays('OutcomesQueue'),
    outcomes: Number(variablesOf('Outcomes').RETENTION_DAYS),
    backup: Number(backups.RecoveryPeriodInDays ?? backupDays),
    logs: numberAt('AWS::Logs::LogGroup', 'Consumer', 'RetentionInDays'),
  };
}

/** Of a resource, a role's statement, an environment. */
type Properties = Readonly<Record<string, unknown>>;

/** @throws Error unless the template has exactly one */
function propertiesOf(type: string, part: string): Properties {
  const found = Object.entries(template.Resources).filter(([id, one]) => one.Type === type && id.includes(part));
  const [first] = found;
  if (first === undefined || found.length > 1) throw new Error(`the template has ${found.length} of ${type} ${part}`);
  return first[1].Properties ?? {};
}

function numberAt(type: string, part: string, property: string): number {
  const value = propertiesOf(type, part)[property];
  if (typeof value !== 'number') throw new Error(`${part} has no ${property}: it would be kept for ever`);
  return value;
}

function queueDays(part: string): number {
  return numberAt('AWS::SQS::Queue', part, 'MessageRetentionPeriod') / 86_400;
}

function bucketDays(prefix: string): number {
  const { LifecycleConfiguration, VersioningConfiguration } = propertiesOf('AWS::S3::Bucket', 'Storage');
  if (VersioningConfiguration !== undefined)
    throw new Error('the bucket keeps versions, of which the page says nothing');
  const { Rules } = LifecycleConfiguration as { readonly Rules: readonly Properties[] };
  const days = Rules.find(({ Prefix }) => Prefix === prefix)?.ExpirationInDays;
  if (typeof days !== 'number') throw new Error(`nothing expires under ${prefix}`);
  return days;
}

function variablesOf(part: string): Properties {
  const { Environment } = propertiesOf('AWS::Lambda::Function', part);
  return (Environment as { readonly Variables: Properties }).Variables;
}

/** The roles whose policies name the action on what has this in its ARN. */
function readers(action: string, on: string): string {
  const roles = ['Challenge', 'Consumer', 'Ingest', 'Outcomes', 'Sweep'].filter((role) =>
    Object.entries(template.Resources)
      .filter(([id, { Type }]) => Type === 'AWS::IAM::Policy' && id.includes(role))
      .flatMap(
        ([, { Properties: policy = {} }]) => (policy.PolicyDocument as { Statement: readonly Properties[] }).Statement,
      )
      .some(({ Action, Resource }) => [Action].flat().includes(action) && JSON.stringify(Resource).includes(on)),
  );
  return roles.length === 0 ? 'none of the roles' : roles.map((role) => role.toLowerCase()).join(', ');
}
