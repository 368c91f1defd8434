import { arnLike, wildcard } from '../../../src/aws/iam/patterns';

describe('wildcard', () => {
  it.each([
    ['s3:Put*', 's3:PutObject', true],
    ['s3:Put*', 's3:GetObject', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['*', 'a/b:c\nd', true],
    ['a.c', 'abc', false],
    ['arn:aws:s3:::b/overflow/*', 'arn:aws:s3:::b/overflow/x/y', true],
    ['arn:aws:s3:::b/overflow/*', 'arn:aws:s3:::b/attachments/x', false],
    ['exact', 'exact', true],
    ['exact', 'exactly', false],
    ['sqs:sendmessage', 'sqs:SendMessage', false],
  ])('%s against %s is %s', (pattern, text, expected) => {
    expect(wildcard(pattern)(text)).toBe(expected);
  });

  it('compares without regard to case when told so', () => {
    expect(wildcard('sqs:sendmessage', 'i')('sqs:SendMessage')).toBe(true);
    expect(wildcard('sqs:send*', 'i')('SQS:SendMessage')).toBe(true);
  });
});

describe('arnLike', () => {
  it.each([
    ['arn:aws:s3:::callbacks', 'arn:aws:s3:::callbacks', true],
    ['arn:aws:s3:::call*', 'arn:aws:s3:::callbacks', true],
    ['arn:aws:s3:::callbacks', 'arn:aws:s3:::others', false],
    ['arn:aws:*:bus', 'arn:aws:events:eu-west-1:1:bus', false],
    ['arn:aws:events:*:1:rule/*', 'arn:aws:events:eu-west-1:1:rule/a:b', true],
    ['arn:aws:events:*:1:rule/*', 'arn:aws:events:eu-west-1:2:rule/a', false],
  ])('%s against %s is %s', (pattern, arn, expected) => {
    expect(arnLike(pattern)(arn)).toBe(expected);
  });
});
