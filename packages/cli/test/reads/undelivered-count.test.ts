import { countUndelivered } from '../../src/reads/undelivered-count';
import { givenOps } from '../support/ops-context';

const outputs = { RedeliveryBusName: 'again', DeadLetterQueueUrl: 'https://sqs/0/dead' };
const failure = (name: string) => Object.assign(new Error('refused'), { name });

it('is told as not counted where the operator may not list the rules', async () => {
  const { context, stack } = givenOps({ outputs, answers: { ListRules: [failure('AccessDeniedException')] } });
  expect(await countUndelivered(context, stack)).toEqual({
    ...{ count: 0, oldestReceivedAt: null, bySubscription: {} },
    notAllowed: true,
  });
});

it('hides no other failure', async () => {
  const { context, stack } = givenOps({ outputs, answers: { ListRules: [failure('ThrottlingException')] } });
  await expect(countUndelivered(context, stack)).rejects.toThrow('refused');
});
