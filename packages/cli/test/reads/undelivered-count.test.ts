import { countUndelivered } from '../../src/reads/undelivered-count';
import { givenOps } from '../support/ops-context';

const outputs = { RedeliveryBusName: 'again', DeadLetterQueueUrl: 'https://sqs/0/dead' };
const failure = (name: string, message = 'refused') => Object.assign(new Error(message), { name });
const denied = failure(
  'AccessDeniedException',
  'User: x is not authorized to perform: events:ListRules on resource: y',
);

it('is reported as not counted if the operator may not list the rules', async () => {
  const { context, stack } = givenOps({ outputs, answers: { ListRules: [denied] } });
  expect(await countUndelivered(context, stack)).toEqual({
    ...{ count: 0, oldestReceivedAt: null, bySubscription: {} },
    notAllowed: 'events:ListRules',
  });
});

it('hides no other failure', async () => {
  const { context, stack } = givenOps({ outputs, answers: { ListRules: [failure('ThrottlingException')] } });
  await expect(countUndelivered(context, stack)).rejects.toThrow('refused');
});
