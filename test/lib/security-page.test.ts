import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { prefixes } from '../../lib/bucket-prefixes';
import { eventSource } from '../../lib/event-sources';
import { conditionsOf, grantsOf } from './iam';
import { ofType, synthesize, theOnly } from './synth';

const page = readFileSync(join(__dirname, '..', '..', 'docs', 'SECURITY.md'), 'utf8');
const standard = synthesize({ rbmSecret: 'create' });
const withOutcomes = synthesize({ messageOutcomes: true });

/** The cells of every table row. */
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

const resources: Record<string, (role: string) => string> = {
  'its log group': (role) => `Vibes${role}ServiceLogs.Arn`,
  'the callback queue': () => 'VibesCallbacksQueue.Arn',
  'the retry queue': () => 'VibesCallbacksRetries.Arn',
  'the MO secret': () => 'VibesSecretsMo',
  'the RBM secret': () => 'VibesSecretsRbm',
  'the identity key': () => 'VibesSecretsIdentityKey',
  'the ledger': () => 'VibesLedgerTable.Arn',
  'the outcomes table': () => 'VibesOutcomesTable.Arn',
  'the outcomes queue': () => 'VibesOutcomesQueue.Arn',
  'the bucket': () => 'VibesStorageBucket.Arn',
  'the event bus': () => 'VibesEventsBus.Arn',
  ...Object.fromEntries(
    Object.values(prefixes).map((prefix) => [`\`${prefix}*\``, () => `VibesStorageBucket.Arn/${prefix}*`]),
  ),
};

function grantsOnPage(role: string): Record<string, string[]> {
  const grants: Record<string, string[]> = {};
  for (const [, actions = '', on = ''] of rows.filter(([who]) => who === role.toLowerCase())) {
    const arns = on.split(', ').map((name) => resources[name]?.(role) ?? `unknown: ${name}`);
    for (const [, action = ''] of actions.matchAll(/`([^`]+)`/g)) grants[action] = arns;
  }
  return grants;
}

/** What the table says of a grant's conditions. */
const conditions: Record<string, unknown> = {
  'where no object is': { Null: { 's3:if-none-match': 'false' } },
  'the current version': { 'ForAnyValue:StringEquals': { 'secretsmanager:VersionStage': 'AWSCURRENT' } },
  'the current and the previous version': {
    'ForAnyValue:StringEquals': { 'secretsmanager:VersionStage': ['AWSCURRENT', 'AWSPREVIOUS'] },
  },
  'events whose source is `vibes.callbacks`': {
    'ForAllValues:StringEquals': { 'events:source': eventSource },
    Null: { 'events:source': 'false' },
  },
  'what is under `overflow/`': { StringEquals: { 's3:prefix': prefixes.overflow } },
};

function conditionsOnPage(role: string): Record<string, string> {
  const bound = rows.filter(([who, , , only]) => who === role.toLowerCase() && only !== '');
  return Object.fromEntries(
    bound.map(([, action = '', , only = '']) => [action.replaceAll('`', ''), JSON.stringify(conditions[only])]),
  );
}

const roles = [
  ['Ingest', standard],
  ['Consumer', standard],
  ['Sweep', standard],
  ['Outcomes', withOutcomes],
] as const;

test.each(roles)('docs/SECURITY.md says what narrows the rights of the %s role', (role, synthesized) => {
  expect(conditionsOnPage(role)).toEqual(conditionsOf(synthesized, `${role}Service`));
});

test.each(roles)('docs/SECURITY.md lists the rights of the %s role, no more and no fewer', (role, synthesized) => {
  expect(grantsOnPage(role)).toEqual(grantsOf(synthesized, `${role}Service`));
});

test('docs/SECURITY.md names how long everything is kept', () => {
  const days = (place: string) => Number(/(\d+) days/.exec(rows.find(([name]) => name === place)?.[2] ?? '')?.[1]);
  const [, bucket] = theOnly(standard, 'AWS::S3::Bucket', 'Storage');
  const { Rules } = bucket.Properties.LifecycleConfiguration as {
    Rules: { Prefix?: string; ExpirationInDays?: number }[];
  };
  for (const prefix of Object.values(prefixes)) {
    expect([prefix, days(`bucket, \`${prefix}\``)]).toEqual([
      prefix,
      Rules.find(({ Prefix }) => Prefix === prefix)?.ExpirationInDays,
    ]);
  }
  const seconds = (part: string) => theOnly(standard, 'AWS::SQS::Queue', part)[1].Properties.MessageRetentionPeriod;
  expect(days('callback queue') * 86_400).toBe(seconds('CallbacksQueue'));
  expect(days('retry queue') * 86_400).toBe(seconds('CallbacksRetries'));
  expect(days('dead-letter queue') * 86_400).toBe(seconds('DeadLetters'));
  expect(days('event bus, archive')).toBe(theOnly(standard, 'AWS::Events::Archive', '')[1].Properties.RetentionDays);
  const [, consumer] = theOnly(standard, 'AWS::Lambda::Function', 'Consumer');
  expect(consumer.Properties.Environment).toMatchObject({ Variables: { LEDGER_DAYS: String(days('ledger')) } });
});

test('no role has a managed policy', () => {
  const roles = ofType(standard, 'AWS::IAM::Role');
  expect(roles.length).toBeGreaterThan(0);
  for (const [, { Properties }] of roles) expect(Properties).not.toHaveProperty('ManagedPolicyArns');
});
