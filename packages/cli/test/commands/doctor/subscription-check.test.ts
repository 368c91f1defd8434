import { subscriptions } from '../../../src/commands/doctor/subscription-check';
import { givenOps } from '../../support/ops-context';

const pattern = JSON.stringify({ source: ['vibes.callbacks'] });

/** The rule of the one subscription on each bus. */
function given(states: { readonly main: string; readonly again: string }, waiting = 0) {
  const ruleOf = (bus: string, State: string) => ({ Name: 'Orders', Arn: `arn:${bus}`, EventPattern: pattern, State });
  const { context, stack } = givenOps({
    outputs: { EventBusName: 'main', RedeliveryBusName: 'again', DeadLetterQueueUrl: 'https://sqs/0/dead' },
    answers: {
      ListRules: ({ EventBusName }) => ({
        Rules: [EventBusName === 'main' ? ruleOf('main', states.main) : ruleOf('again', states.again)],
      }),
      ListTargetsByRule: () => ({ Targets: [{ DeadLetterConfig: { Arn: 'arn:aws:sqs:us-east-1:0:undelivered' } }] }),
      GetQueueAttributes: () => ({
        Attributes: { ApproximateNumberOfMessages: String(waiting), ApproximateNumberOfMessagesNotVisible: '0' },
      }),
    },
  });
  return subscriptions.look(context, stack);
}

const on = { main: 'ENABLED', again: 'ENABLED' };

it('are well where their rules are on and nothing waits', async () => {
  expect(await given(on)).toMatchObject({ status: 'ok', detail: '1, nothing undelivered' });
  expect(await given(on, 2)).toMatchObject({ status: 'warn', detail: '1, 2 events are undelivered' });
});

it.each([
  ['published events', 'main', 'their events are published and reach no one'],
  ['undelivered ones', 'again', 'what is undelivered cannot be sent again'],
] as const)('of which the rule for %s is off fail, with what enables that rule', async (_what, bus, detail) => {
  expect(await given({ ...on, [bus]: 'DISABLED' })).toMatchObject({
    status: 'fail',
    detail: `disabled rules: Orders: ${detail}`,
    fix: `aws events enable-rule --event-bus-name ${bus} --name Orders`,
  });
});
