import { synthesize, theOnly } from './synth';

const [, table] = theOnly(synthesize(), 'AWS::DynamoDB::Table');

test('a callback is found by its id, and told apart by its sort key', () => {
  expect(table.Properties.KeySchema).toEqual([
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ]);
});

test('the table is paid on demand, forgets by expiresAt, and can go back in time', () => {
  expect(table.Properties).toMatchObject({
    BillingMode: 'PAY_PER_REQUEST',
    TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
  });
});

test.each([
  ['retain', true],
  ['destroy', false],
] as const)('with %s its protection against deletion is %s', (removalPolicy, protection) => {
  const [, { Properties }] = theOnly(synthesize({ removalPolicy }), 'AWS::DynamoDB::Table');
  expect(Properties.DeletionProtectionEnabled).toBe(protection);
});
