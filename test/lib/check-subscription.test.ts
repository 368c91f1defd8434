import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { synthesize } from './synth';

/** As plain JavaScript calls it: no compiler has seen the options. */
function subscribe(change: object, id = 'Orders') {
  return () =>
    synthesize({}, (callbacks, stack) => {
      const target = new SqsQueue(new Queue(stack, 'Target'));
      callbacks.onCallback(id, Object.assign({ types: ['MO Message'] as const, target }, change));
    });
}

test.each<[object, string]>([
  [{ types: undefined }, "types needs a list, as in ['MO Message']"],
  [{ types: 'MO Message' }, "types needs a list, as in ['MO Message']"],
  [{ types: [] }, 'name at least one type'],
  [{ types: ['MO Mesage'] }, '"MO Mesage" is not a type of event: did you mean "MO Message"?'],
  [{ target: undefined }, 'target needs one of aws-cdk-lib/aws-events-targets, as in new LambdaFunction(answer)'],
  [{ target: () => 1 }, 'target needs one of aws-cdk-lib/aws-events-targets, as in new LambdaFunction(answer)'],
  [{ filtr: { data: { text: ['A'] } } }, '"filtr" is not an option: did you mean "filter"?'],
  [{ batch: 1 }, '"batch" is not an option: there is types, filter, target'],
])('onCallback with %j is refused with a sentence', (change, sentence) => {
  expect(subscribe(change)).toThrow(`onCallback('Orders'): ${sentence}`);
});

test('every mistake is reported at once', () => {
  expect(subscribe({ types: [], target: 1 }, 'My orders')).toThrow(
    "onCallback('My orders'): EventBridge allows letters, digits, . - and _; name at least one type; target needs one of",
  );
});
