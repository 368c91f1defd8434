import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ofType, synthesize, theOnly } from '../../../test/lib/synth';
import { keptDocs } from '../../docs/kept-docs';

const page = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'SECURITY.md'), 'utf8');
const [, table = ''] = /<!-- generated: kept -->\n([\s\S]*?)<!-- end -->/.exec(page) ?? [];
const rows = table.split('\n').map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '')));
const row = (place: string) => rows.find(([name]) => name === place) ?? [];

test('docs/SECURITY.md is up to date: "npm run docs" writes it', () => {
  expect(keptDocs(page).get('docs/SECURITY.md')).toBe(page);
});

test.each(['AWS::SQS::Queue', 'AWS::S3::Bucket', 'AWS::DynamoDB::Table', 'AWS::Events::Archive', 'AWS::SNS::Topic'])(
  'every %s of the template has its place in the table',
  (type) => {
    const places = {
      'AWS::SQS::Queue': [
        'callback queue',
        'retry queue',
        'dead-letter queue',
        'outcomes queue',
        "a subscription's `Undelivered` queue",
      ],
      'AWS::S3::Bucket': ['bucket, `overflow/`'],
      'AWS::DynamoDB::Table': ['ledger', 'outcomes table'],
      'AWS::Events::Archive': ['event bus, archive'],
      'AWS::SNS::Topic': ['alarm topic, and the mail that it sends'],
    }[type];
    expect(ofType(synthesize({ messageOutcomes: true }), type)).toHaveLength(places?.length ?? 0);
    for (const place of places ?? []) expect(row(place)).toHaveLength(6);
  },
);

test('each prefix of the bucket whose objects expire has its place in the table, with its days', () => {
  const [, bucket] = theOnly(synthesize(), 'AWS::S3::Bucket', 'Storage');
  const { Rules } = bucket.Properties.LifecycleConfiguration as {
    readonly Rules: readonly { readonly Prefix?: string; readonly ExpirationInDays?: number }[];
  };
  const expiring = Rules.flatMap(({ Prefix, ExpirationInDays }) => (Prefix ? [{ Prefix, ExpirationInDays }] : []));
  expect(expiring.length).toBeGreaterThan(3);
  for (const { Prefix, ExpirationInDays } of expiring) {
    expect(row(`bucket, \`${Prefix}\``)[2]).toMatch(new RegExp(`\\b${ExpirationInDays} days`));
  }
});

test('who can read is what the policies say', () => {
  expect(row('callback queue')[4]).toBe('consumer');
  expect(row('dead-letter queue')[4]).toBe('none of the roles');
  expect(row('bucket, `overflow/`')[4]).toBe('consumer, sweep');
  expect(row('bucket, `unrecognized/`')[4]).toBe('none of the roles');
  expect(row('bucket, `dropped/`')[4]).toBe('none of the roles');
  expect(row('outcomes queue')[4]).toBe('outcomes');
  expect(row('outcomes table')[4]).toBe('outcomes');
  expect(row('secrets')[4]).toBe('consumer, ingest, outcomes, sweep');
});

test('the worst of the archive: found on the last day of the overflow, a dead letter until its last, then archived', () => {
  expect(Number(row('event bus, archive')[3])).toBe(30 + 14 + 30);
});
