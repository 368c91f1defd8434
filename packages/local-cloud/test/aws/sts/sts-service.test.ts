import { createCallers } from '../../../src/aws/server/callers';
import { createStsService } from '../../../src/aws/sts/sts-service';
import { deployTemplate } from '../../../src/template/deploy-template';
import { ask, needs } from '../../support/ask';

function given() {
  const deployment = deployTemplate({ Resources: {} }, { endpoint: 'http://127.0.0.1:1' });
  const callers = createCallers(deployment);
  const service = createStsService(deployment, callers);
  return {
    callers,
    ask: (action: string, input = {}) => ask(service, 'sts', action, input),
    needs: (action: string, input = {}) => needs(service, 'sts', action, input),
  };
}

const policy = JSON.stringify({ Statement: { Effect: 'Allow', Action: 'sns:*', Resource: '*' } });

describe('STS', () => {
  it('says who calls, and asks for no permission', async () => {
    const { ask, needs } = given();
    expect(await ask('GetCallerIdentity')).toEqual({ UserId: 'caller', Account: '000000000000', Arn: 'arn:caller' });
    expect(needs('GetCallerIdentity')).toEqual([]);
  });

  it('gives credentials that a policy restricts', async () => {
    const { ask, callers } = given();
    const answer = await ask('GetFederationToken', { Name: 'operator', Policy: policy });
    const { AccessKeyId } = answer.Credentials as { AccessKeyId: string };
    const guest = callers.find(AccessKeyId)?.caller;
    expect(guest).toMatchObject({ kind: 'guest', arn: 'arn:aws:sts::000000000000:federated-user/operator' });
    const covers = (action: string) =>
      guest?.kind === 'guest' && guest.statements.some((one) => one.covers({ action, resource: 'x', context: {} }));
    expect([covers('sns:Publish'), covers('sqs:SendMessage')]).toEqual([true, false]);
  });

  it.each([
    ['a policy that is not JSON', { Name: 'operator', Policy: '{' }, 'MalformedPolicyDocument', /not JSON/],
    [
      'a policy that it cannot evaluate',
      {
        Name: 'operator',
        Policy: JSON.stringify({
          Statement: { Effect: 'Allow', Action: '*', Resource: '*', Condition: { Moon: { 'aws:x': 'full' } } },
        }),
      },
      'MalformedPolicyDocument',
      /aws:x/,
    ],
    ['a name of one letter', { Name: 'x' }, 'ValidationError', /2 to 32/],
    ['a minute', { Name: 'operator', DurationSeconds: 60 }, 'ValidationError', /900/],
  ])('refuses %s', async (_, input, error, message) => {
    expect(await given().ask('GetFederationToken', input)).toMatchObject({
      error,
      message: expect.stringMatching(message),
    });
  });
});
