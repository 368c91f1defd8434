import { subscriptions } from '../../../src/commands/doctor/subscription-check';
import { givenOps } from '../../support/ops-context';

const outputs = { EventBusName: 'bus', RedeliveryBusName: 'again', DeadLetterQueueUrl: 'https://sqs.example/1/dead' };
const ruleOf = (Name: string, State: string) => ({
  ...{ Name, State, Arn: `arn:${Name}` },
  EventPattern: '{"source":["vibes.callbacks"]}',
});

/** What it says where these rules are disabled on the main bus and on the redelivery bus. */
async function found(off: { readonly bus?: readonly string[]; readonly again?: readonly string[] }) {
  const { context, stack } = givenOps({
    outputs,
    answers: {
      ListRules: ({ EventBusName }) => ({
        Rules: ['Orders', 'Others'].map((name) =>
          ruleOf(name, off[EventBusName === 'bus' ? 'bus' : 'again']?.includes(name) ? 'DISABLED' : 'ENABLED'),
        ),
      }),
      ListTargetsByRule: () => ({ Targets: [{ DeadLetterConfig: { Arn: 'arn:aws:sqs:us-east-1:1:undelivered' } }] }),
      GetQueueAttributes: () => ({ Attributes: {} }),
    },
  });
  return subscriptions.look(context, stack);
}

it('all rules are on', async () => {
  expect(await found({})).toEqual({ status: 'ok', detail: '2, nothing undelivered' });
});

it('a disabled rule is enabled on its own bus', async () => {
  expect(await found({ bus: ['Orders'], again: ['Others'] })).toEqual({
    status: 'fail',
    detail:
      'disabled rules: Orders: their events are published and reach no one; Others, on the redelivery bus: nothing can be sent to them again',
    fix: 'aws events enable-rule --event-bus-name bus --name Orders; aws events enable-rule --event-bus-name again --name Others',
  });
});
