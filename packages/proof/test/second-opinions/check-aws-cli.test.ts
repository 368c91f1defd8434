import { questions } from '../../src/second-opinions/check-aws-cli';

const outputs = { EventBusName: 'bus', BucketName: 'bucket' };
const all = questions({
  outputs,
  endpoint: 'http://127.0.0.1:1',
  restApiId: 'api',
  resourceId: 'r',
  queueArn: 'arn:q',
});

const judgeOf = (...words: readonly string[]) => {
  const found = all.find(([command]) => command.startsWith(words.join(' ')));
  if (found === undefined) throw new Error(`there is no question ${words.join(' ')}`);
  return found[1];
};

it.each([
  [['sts', 'get-caller-identity'], '000000000000', '123456789012'],
  [['cloudformation', 'list-stack-resources'], 99, 50],
  [
    ['cloudwatch', 'get-metric-data'],
    [1, 1],
    [1, 2],
  ],
  [['cloudwatch', 'get-metric-data'], [1], []],
  [['sns', 'list-subscriptions-by-topic'], [], [{}]],
  [
    ['cloudformation', 'describe-stacks'],
    [
      { OutputKey: 'EventBusName', OutputValue: 'bus' },
      { OutputKey: 'BucketName', OutputValue: 'bucket' },
    ],
    [{ OutputKey: 'EventBusName', OutputValue: 'bus' }],
  ],
])('of %j the answer %j is right, %j is not', (words, right, wrong) => {
  expect(judgeOf(...words)(right)).toBeUndefined();
  expect(judgeOf(...words)(wrong)).toContain(' instead of ');
});

it('nothing is asked of a queue without its endpoint', () => {
  const sqs = all.filter(([command]) => command.includes(' sqs '));
  expect(sqs.map(([command]) => command)).toEqual([expect.stringMatching(/^--endpoint-url http:..127.0.0.1:1 sqs /)]);
});
