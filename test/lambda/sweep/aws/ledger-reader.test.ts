import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createLedgerReader } from '../../../../lambda/sweep/aws/ledger-reader';
import { answer, awsError, jsonOf, scriptedAws } from '../../../support/scripted-aws';

const identity = { family: 'mo', id: '5d0c6b6e', part: '-' } as const;
const readerOver = ({ options }: ReturnType<typeof scriptedAws>) =>
  createLedgerReader('Ledger', new DynamoDBClient(options));

it.each([
  ['published', true],
  ['claimed', false],
])('reads an item that is %s by the key of its identity', async (state, isPublished) => {
  const aws = scriptedAws(() =>
    answer({
      Item: {
        ...{ state: { S: state }, contentDigest: { S: 'digest' } },
        ...{ requestId: { S: 'r' }, firstSeenAt: { S: '2026-05-06T07:08:09.123Z' } },
      },
    }),
  );
  expect(await readerOver(aws).find(identity)).toEqual({
    ...{ isPublished, contentDigest: 'digest' },
    ...{ requestId: 'r', firstSeenAt: '2026-05-06T07:08:09.123Z' },
  });
  expect(jsonOf(aws.requests[0])).toEqual({ TableName: 'Ledger', Key: { pk: { S: 'mo#5d0c6b6e' }, sk: { S: '-' } } });
});

it('finds nothing where there is no item', async () => {
  const aws = scriptedAws(() => answer({}));
  expect(await readerOver(aws).find(identity)).toBeUndefined();
});

it('rejects when the table cannot be read: what is not known to be published must not count as that', async () => {
  const aws = scriptedAws(() => awsError('com.amazonaws.dynamodb.v20120810#AccessDeniedException', 400));
  await expect(readerOver(aws).find(identity)).rejects.toMatchObject({ name: 'AccessDeniedException' });
});

it.each([
  [{ Item: { state: { S: 'consumed' } } }, true],
  [{}, false],
])('of an overflow object %j means done with: %s', async (item, expected) => {
  const aws = scriptedAws(() => answer(item));
  expect(await readerOver(aws).wasConsumed('overflow/a.json')).toBe(expected);
  expect(jsonOf(aws.requests[0])).toEqual({
    TableName: 'Ledger',
    Key: { pk: { S: 'overflow#overflow/a.json' }, sk: { S: '-' } },
  });
});
