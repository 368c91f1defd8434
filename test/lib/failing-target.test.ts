import { Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import type { IRuleTarget } from 'aws-cdk-lib/aws-events';
import { LambdaFunction, SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Code, Function as Fn, type FunctionOptions, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { VibesCallbacks } from '../../lib/vibes-callbacks';
import { testApp } from './synth-now';

function warningsOf(target: (stack: Stack) => IRuleTarget, after: (stack: Stack) => void = () => undefined) {
  const stack = new Stack(testApp(), 'Stack');
  const callbacks = new VibesCallbacks(stack, 'Vibes', { alarmEmail: 'oncall@example.com' });
  callbacks.onCallback('Orders', { types: ['MO Message'], target: target(stack) });
  after(stack);
  return Annotations.fromStack(stack)
    .findWarning('*', Match.stringLikeRegexp("onCallback\\('Orders'\\)"))
    .map(({ entry }) => String(entry.data));
}

const newFunction = (stack: Stack, more: FunctionOptions = {}) =>
  new Fn(stack, 'Answer', {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => {}'),
    ...more,
  });

test('a function that keeps nothing of what it fails on is warned of, for Lambda drops it', () => {
  const [warning = ''] = warningsOf((stack) => new LambdaFunction(newFunction(stack)));
  expect(warning).toContain('the function Answer fails on is tried twice more, then dropped');
  expect(warning).toContain('onFailure: new SqsDestination(queue)');
  expect(warning).toContain('vibes-callbacks:no-failure-destination');
});

test.each<[string, (stack: Stack) => FunctionOptions]>([
  ['a destination', (stack) => ({ onFailure: new SqsDestination(new Queue(stack, 'Failed')) })],
  ['a dead-letter queue', () => ({ deadLetterQueueEnabled: true })],
])('none with %s', (_what, more) => {
  expect(warningsOf((stack) => new LambdaFunction(newFunction(stack, more(stack))))).toEqual([]);
});

test('a destination that is added after the rule counts, one of what went well does not', () => {
  const later = (which: 'onFailure' | 'onSuccess') => {
    let fn: Fn | undefined;
    return warningsOf(
      (stack) => {
        fn = newFunction(stack);
        return new LambdaFunction(fn);
      },
      (stack) => fn?.configureAsyncInvoke({ [which]: new SqsDestination(new Queue(stack, 'Later')) }),
    );
  };
  expect(later('onFailure')).toEqual([]);
  expect(later('onSuccess')).toHaveLength(1);
});

test('none of a queue, and none of a function that is somebody else’s', () => {
  expect(warningsOf((stack) => new SqsQueue(new Queue(stack, 'Target')))).toEqual([]);
  const arn = 'arn:aws:lambda:us-east-1:123456789012:function:theirs';
  expect(warningsOf((stack) => new LambdaFunction(Fn.fromFunctionArn(stack, 'Theirs', arn)))).toEqual([]);
});
