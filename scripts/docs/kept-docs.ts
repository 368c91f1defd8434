import { stackTemplate } from '../releases/stack-template';
import type { CfnTemplate } from '../releases/template-changes';
import { fillBlocks } from './fill-blocks';
import { lifecycleDays, numberAt, propertiesOf, readers, variablesOf } from './template-facts';

/** What `npm run docs` writes of SECURITY.md: where what is kept and for how long at worst, from the template. */
export function keptDocs(security: string): ReadonlyMap<string, string> {
  return new Map([['docs/SECURITY.md', fillBlocks(security, new Map([['kept', keptTable()]]))]]);
}

/** Point-in-time recovery goes back this far, unless the template says another number (DynamoDB, developer guide). */
const backupDays = 35;

/** An item that expired is deleted "within a few days" (DynamoDB, developer guide). */
const deletionDays = 2;

interface Times {
  readonly queue: number;
  readonly retry: number;
  readonly dead: number;
  readonly overflow: number;
  readonly attachments: number;
  readonly unrecognized: number;
  readonly dropped: number;
  readonly accessLogs: number;
  readonly archive: number;
  readonly ledger: number;
  readonly outcomesQueue: number;
  readonly outcomes: number;
  readonly backup: number;
  readonly logs: number;
}

function keptTable(): string {
  const template = stackTemplate({ rbmSecret: 'create', messageOutcomes: true });
  const days = timesOf(template);
  // An overflow object that is found on its last day, and as a dead letter is redriven on its last, is published then.
  const published = days.overflow + days.dead;
  const rows: readonly (readonly string[])[] = [
    [
      'callback queue',
      'whole requests: body, query, headers, address',
      `until published, ${days.queue} days at most (\`queueRetentionDays\`)`,
      `${days.overflow + days.queue}`,
      readers(template, 'sqs:ReceiveMessage', 'CallbacksQueue'),
      'SQS',
    ],
    [
      'retry queue',
      'the same',
      `until published, ${days.retry} days after they came at most (twice \`queueRetentionDays\`)`,
      `${days.overflow + days.retry}`,
      readers(template, 'sqs:ReceiveMessage', 'CallbacksRetries'),
      'SQS',
    ],
    [
      'dead-letter queue',
      'the same',
      `${days.dead} days after they came`,
      `${published}`,
      readers(template, 'sqs:ReceiveMessage', 'DeadLetters'),
      'SQS',
    ],
    [
      'bucket, `overflow/`',
      'the same',
      `${days.overflow} days`,
      `${days.overflow}`,
      readers(template, 's3:GetObject', 'overflow/'),
      'S3',
    ],
    [
      'bucket, `attachments/`',
      'media, fields too large for an event',
      `${days.attachments} days after it was read (\`mediaRetentionDays\`)`,
      `${published + days.attachments}`,
      `${readers(template, 's3:GetObject', 'attachments/')}; who you grant it to (\`grantReadMedia\`)`,
      'S3',
    ],
    [
      'bucket, `unrecognized/`',
      'whole requests',
      `${days.unrecognized} days after they were read (\`unrecognizedRetentionDays\`)`,
      `${published + days.unrecognized}`,
      readers(template, 's3:GetObject', 'unrecognized/'),
      'S3',
    ],
    [
      'bucket, `dropped/`',
      '**no number, no text**: ids and times of what `dead drop` and `undelivered drop` deleted, for `find`',
      `${days.dropped} days after they were dropped`,
      `${published + days.dropped}`,
      readers(template, 's3:GetObject', 'dropped/'),
      'S3',
    ],
    [
      'bucket, `access-logs/`',
      "with `accessLogs`, **no number, no text**: addresses of Vibes' servers and of strangers, with the time, status and TLS version of a call",
      `${days.accessLogs} days (\`logRetentionDays\`)`,
      `${days.accessLogs}`,
      "Firehose's own",
      'S3',
    ],
    [
      'event bus',
      'events: numbers, texts, payloads',
      'not kept; tried again for 24 hours for a target that fails',
      `${published + 1}`,
      'the targets of your rules',
      'EventBridge',
    ],
    [
      'event bus, archive',
      'the same',
      `${days.archive} days after publication (\`archiveRetentionDays\`)`,
      `${published + days.archive}`,
      'nobody; a replay sends them to a rule',
      'EventBridge',
    ],
    [
      "a subscription's `Undelivered` queue",
      'events that could not be delivered, or that a function failed on',
      '14 days',
      `${published + 1 + 14}`,
      'none of the roles',
      'SQS',
    ],
    [
      'ledger',
      "**no number, no text**: Vibes' ids, codes, dates, hashes with the identity key",
      `${days.ledger} days after last seen, deleted within some days more; backups ${days.backup} days`,
      `${published + days.ledger + deletionDays + days.backup}`,
      readers(template, 'dynamodb:GetItem', 'LedgerTable'),
      'DynamoDB',
    ],
    [
      'outcomes queue',
      'with `messageOutcomes`, receipts as they were published: numbers',
      `until they are read, ${days.outcomesQueue} days at most`,
      `${published + 1 + days.outcomesQueue}`,
      readers(template, 'sqs:ReceiveMessage', 'OutcomesQueue'),
      'SQS',
    ],
    [
      'outcomes table',
      "with `messageOutcomes`, **no number, no text**: Vibes' ids and yours, codes, dates, states, hashes with the identity key, descriptions of errors without runs of digits",
      `${days.outcomes} days after the last receipt or change (\`outcomeRetentionDays\`), deleted within some days more; backups ${days.backup} days`,
      `${published + 1 + 14 + days.outcomes + deletionDays + days.backup}`,
      readers(template, 'dynamodb:GetItem', 'OutcomesTable'),
      'DynamoDB',
    ],
    [
      'logs, alarms, answers, object keys, event ids, `metadata.identity`',
      '**nothing**: ids and codes ([below](#content-appears-nowhere-else))',
      `logs ${days.logs} days (\`logRetentionDays\`)`,
      `${published + days.logs}`,
      'none of the roles',
      'CloudWatch',
    ],
    ['metrics', '**nothing**: counts', "15 months (CloudWatch's own)", '–', 'none of the roles', 'CloudWatch'],
    [
      'alarm topic, and the mail that it sends',
      '**nothing**: names of alarms, counts',
      'not kept; in a mailbox as long as you keep it',
      '–',
      '`alarmEmail`, `pagerTopicArn`',
      'none',
    ],
    [
      'secrets',
      'MO user name and password, RBM secret; the identity key',
      'until replaced twice; the key as long as the stack, and after it with `removalPolicy` `retain`',
      '–',
      readers(template, 'secretsmanager:GetSecretValue', 'Secrets'),
      '`aws/secretsmanager`',
    ],
  ];
  const head = ['place', 'what', 'how long', 'at worst, days after it came', 'roles that can read it', 'key at rest'];
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function timesOf(template: CfnTemplate): Times {
  const queueDays = (part: string) => numberAt(template, 'AWS::SQS::Queue', part, 'MessageRetentionPeriod') / 86_400;
  const bucketDays = (prefix: string) => lifecycleDays(template, prefix);
  const backups = propertiesOf(template, 'AWS::DynamoDB::Table', 'Ledger').PointInTimeRecoverySpecification;
  return {
    queue: queueDays('CallbacksQueue'),
    retry: queueDays('CallbacksRetries'),
    dead: queueDays('DeadLetters'),
    overflow: bucketDays('overflow/'),
    attachments: bucketDays('attachments/'),
    unrecognized: bucketDays('unrecognized/'),
    dropped: bucketDays('dropped/'),
    accessLogs: bucketDays('access-logs/'),
    archive: numberAt(template, 'AWS::Events::Archive', 'Archive', 'RetentionDays'),
    ledger: Number(variablesOf(template, 'Consumer').LEDGER_DAYS),
    outcomesQueue: queueDays('OutcomesQueue'),
    outcomes: Number(variablesOf(template, 'Outcomes').RETENTION_DAYS),
    backup: Number((backups as Readonly<Record<string, unknown>>).RecoveryPeriodInDays ?? backupDays),
    logs: numberAt(template, 'AWS::Logs::LogGroup', 'Consumer', 'RetentionInDays'),
  };
}
