import { sentRows } from '../../lambda/reader/families';
import { settings } from '../../lib/settings';
import { type Synthesized, synthesize, theOnly } from './synth';

const standard = synthesize();

function outputsOf({ template }: Synthesized): Record<string, { Value: unknown }> {
  return template.toJSON().Outputs;
}

test('the outputs have the names that people and scripts rely on, and no others', () => {
  expect(Object.keys(outputsOf(standard)).sort()).toEqual(
    [
      ...sentRows.map(({ url }) => url.output),
      'AlarmTopicArn',
      'ApiDeploymentId',
      'ApiStageName',
      'BucketName',
      'CallbackQueueUrl',
      'Commit',
      'ConsumerFunctionName',
      'ConsumerLogGroupName',
      'DashboardName',
      'DeadLetterQueueUrl',
      'EndpointUrl',
      'EventArchiveArn',
      'EventBusName',
      'IdentityKeyArn',
      'IngestFunctionName',
      'IngestLogGroupName',
      'LedgerTableName',
      'MoAuthorizerFunctionName',
      'MoAuthorizerId',
      'MoResourceId',
      'MoSecretArn',
      'MoUserName',
      'VibesRegion',
      'RestApiId',
      'RetryQueueUrl',
      'Version',
    ].sort(),
  );
});

test.each([
  ['SmsMoUrl', '/sms/mo'],
  ['SmsReceiptUrl', '/sms/receipt'],
  ['MmsMoUrl', '/mms/mo'],
  ['MmsReceiptUrl', '/mms/receipt'],
  ['PlatformUrl', '/platform'],
  ['RbmUrl', '/rbm'],
  ['EndpointUrl', '/'],
])('%s ends with %s, under the stage', (name, path) => {
  const parts = Object(outputsOf(standard)[name]?.Value)['Fn::Join'][1];
  const [stage] = theOnly(standard, 'AWS::ApiGateway::Stage');
  expect(parts.slice(-3)).toEqual(['/', { Ref: stage }, path]);
});

test('the output of the alarm topic mentions the OK that comes first', () => {
  const { AlarmTopicArn } = standard.template.toJSON().Outputs;
  expect(AlarmTopicArn.Description).toContain('each new alarm first sends an OK');
  expect(settings.alarmEmail.about).toContain('Each new alarm first sends an OK');
  expect(settings.pagerTopicArn.about).toContain('an OK when the alarm is new');
});
