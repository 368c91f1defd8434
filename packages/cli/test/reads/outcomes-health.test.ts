import { unhurried } from '../../src/frame/deadline';
import { readOutcomesHealth } from '../../src/reads/outcomes-health';
import { givenOps } from '../support/ops-context';

const nowMs = 7_200_000;
const outputs = {
  ...{ OutcomesTableName: 'outcomes', OutcomesLogGroupName: '/outcomes' },
  ...{ OutcomesQueueUrl: 'https://sqs/0/receipts', OutcomesFunctionName: 'outcomes' },
};
const line = (fields: object) => ({ timestamp: nowMs, eventId: 'e', message: JSON.stringify(fields) });
const measured = (Id: string, ...Values: number[]) => ({ Id, Values, Timestamps: Values.map((_, n) => new Date(n)) });

function given(visible: number) {
  return givenOps({
    outputs,
    answers: {
      GetQueueAttributes: [{ Attributes: { ApproximateNumberOfMessages: String(visible) } }],
      GetMetricData: [{ MetricDataResults: [measured('m0', 700, 400), measured('m1', 1, 2)] }],
      FilterLogEvents: ({ filterPattern }) => ({
        events: String(filterPattern).includes('OutcomeFailed')
          ? [
              line({ code: 'OutcomeFailed', step: 'publish', cause: 'InternalException' }),
              line({ code: 'OutcomeFailed', step: 'publish', cause: 'InternalException' }),
              line({ code: 'ReceiptUnreadable', cause: 'MalformedEvent' }),
              ...(String(filterPattern).includes('DueTooLong') ? [line({ code: 'DueTooLong', count: 1 })] : []),
            ]
          : ['a', 'b', 'a'].map((id) => line({ code: 'OutcomePublished', state: 'overdue', id })),
      }),
    },
  });
}

it('says what waits and for how long, what failed and why without calling it a crash, and what is overdue', async () => {
  const { context, stack } = given(3);
  expect(await readOutcomesHealth(context, stack, nowMs, unhurried())).toEqual({
    waiting: { count: 3, oldestSeconds: 400 },
    failed: { 'publish: InternalException': 2, 'read: MalformedEvent': 1, 'tick: DueTooLong': 1 },
    crashed: 2,
    overdue: 2,
  });
});

it('an empty queue has no age, whatever was measured before', async () => {
  const { context, stack } = given(0);
  expect(await readOutcomesHealth(context, stack, nowMs, unhurried())).toMatchObject({
    waiting: { count: 0, oldestSeconds: null },
  });
});

it('is null without a MessageOutcomes, and asks nothing', async () => {
  const { context, stack, calls } = givenOps();
  expect(await readOutcomesHealth(context, stack, nowMs, unhurried())).toBeNull();
  expect(calls).toEqual([]);
});
