import { checkAsyncConfigs } from '../../src/lambda/check-async-configs';
import { deployTemplate } from '../../src/template/deploy-template';
import { functionConfig } from './scripted-worker';

const queue = 'arn:aws:sqs:us-east-1:000000000000:failed';
const arn = 'arn:aws:lambda:us-east-1:000000000000:function:bot';

function check(configs: readonly object[], allowed = true) {
  const resources = configs.map((Properties, index) => [
    `Config${index}`,
    {
      Type: 'AWS::Lambda::EventInvokeConfig',
      Properties: { FunctionName: 'bot', Qualifier: '$LATEST', ...Properties },
    },
  ]);
  const deployment = deployTemplate({ Resources: Object.fromEntries(resources) }, { endpoint: 'http://127.0.0.1:1' });
  const asked: unknown[] = [];
  checkAsyncConfigs(
    deployment,
    [functionConfig('/', { logicalId: 'Bot', name: 'bot', arn, roleLogicalId: 'BotRole' })],
    {
      deniedToRole: (role, [requirement]) => {
        asked.push([role, requirement]);
        return allowed ? undefined : requirement;
      },
    },
  );
  return asked;
}

const onFailure = { DestinationConfig: { OnFailure: { Destination: queue } } };

test('a destination that the role of the function may send to is deployed', () => {
  expect(check([onFailure])).toEqual([['BotRole', { action: 'sqs:SendMessage', resource: queue }]]);
});

test('one that it may not send to is refused, as Lambda does', () => {
  expect(() => check([onFailure], false)).toThrow("the function's role BotRole may not call sqs:SendMessage");
});

test('a second configuration of the same function is refused, one of an alias is not', () => {
  expect(() => check([{}, onFailure])).toThrow('bot has another one with the qualifier $LATEST');
  expect(() => check([{}, { Qualifier: 'live' }])).not.toThrow();
});

test('what cannot be a destination is refused', () => {
  const DestinationConfig = { OnFailure: { Destination: 'arn:aws:dynamodb:us-east-1:000000000000:table/t' } };
  expect(() => check([{ DestinationConfig }])).toThrow('cannot be a destination');
});

test.each([
  [{ MaximumRetryAttempts: 3 }, 'MaximumRetryAttempts is 3, and must be from 0 to 2'],
  [{ MaximumEventAgeInSeconds: 59 }, 'MaximumEventAgeInSeconds is 59, and must be from 60 to 21600'],
])('%j is refused, as Lambda does', (config, sentence) => {
  expect(() => check([config])).toThrow(sentence);
  expect(() => check([{ MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 }])).not.toThrow();
});
