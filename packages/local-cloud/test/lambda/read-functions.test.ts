import { LocalCloudError } from '../../src/base/local-cloud-error';
import { reachedFunctions, readFunctions } from '../../src/lambda/read-functions';
import { deployTemplate } from '../../src/template/deploy-template';

const runtime = `nodejs${process.versions.node.split('.')[0]}.x`;

function read(properties: Record<string, unknown>, reached: 'called' | 'reached' | 'neither') {
  const Properties = {
    Code: { S3Key: 'abc.zip' },
    Handler: 'index.handler',
    Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
    Runtime: runtime,
    ...properties,
  };
  const Resources = { Role: { Type: 'AWS::IAM::Role' }, Bot: { Type: 'AWS::Lambda::Function', Properties } };
  const deployment = deployTemplate({ Resources }, { endpoint: 'http://127.0.0.1:1' });
  const folders = { ofAsset: (key: string) => `/assembly/${key}`, ofText: () => '/inline' };
  const { functions, notRun } = readFunctions(deployment, folders, {
    isCalled: () => reached === 'called',
    isReached: () => reached === 'reached',
  });
  return { functions: functions.map(({ logicalId }) => logicalId), notRun };
}

test('functions that something reaches are run, others are not', () => {
  expect(read({}, 'called')).toEqual({ functions: ['Bot'], notRun: [] });
  expect(read({}, 'reached')).toEqual({ functions: ['Bot'], notRun: [] });
  expect(read({}, 'neither')).toEqual({ functions: [], notRun: [] });
});

test.each(['called', 'reached'] as const)(
  'one of another Node.js that is %s runs on this one, which is reported',
  (how) => {
    expect(read({ Runtime: 'nodejs18.x' }, how)).toEqual({
      functions: ['Bot'],
      notRun: [`The function Bot runs on ${runtime} here, not on nodejs18.x.`],
    });
  },
);

test('one that cannot be run is refused where the API calls it, and told where something else does', () => {
  expect(() => read({ Runtime: 'python3.13' }, 'called')).toThrow(LocalCloudError);
  const { functions, notRun } = read({ Runtime: 'python3.13' }, 'reached');
  expect(functions).toEqual([]);
  expect(notRun).toEqual([expect.stringMatching(/^The function Bot is not run\. .*the runtime python3\.13/)]);
});

test('rules, mappings, subscriptions and destinations reach a function, by name, ARN, version or alias', () => {
  const arn = 'arn:aws:lambda:us-east-1:000000000000:function:bot';
  const mapping = (name: string) => ({ Type: 'AWS::Lambda::EventSourceMapping', Properties: { FunctionName: name } });
  const reach = (Resources: Parameters<typeof deployTemplate>[0]['Resources']) =>
    reachedFunctions(deployTemplate({ Resources }, { endpoint: 'http://127.0.0.1:1' }), [])(arn);
  expect(reach({ Mapping: mapping('bot') })).toBe(true);
  expect(reach({ Mapping: mapping(`${arn}:live`) })).toBe(true);
  expect(reach({ Mapping: mapping('robot') })).toBe(false);
  const subscription = { Type: 'AWS::SNS::Subscription', Properties: { Protocol: 'lambda', Endpoint: arn } };
  expect(reach({ Subscription: subscription })).toBe(true);
  const config = { DestinationConfig: { OnFailure: { Destination: arn } } };
  expect(reach({ Config: { Type: 'AWS::Lambda::EventInvokeConfig', Properties: config } })).toBe(true);
});
