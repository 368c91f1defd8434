import { CfnOutput, Stack, Tags } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { VibesCallbacks } from '../../lib/vibes-callbacks';
import { VibesCallbacksStack } from '../../lib/vibes-callbacks-stack';
import { testApp } from './synth-now';

// Synthesis prints that no one is notified of alarms.
beforeAll(() => void jest.spyOn(console, 'error').mockImplementation(() => undefined));

/** A customer's stack with outputs that have our plain names, and a tag of theirs. */
function shared(): Template {
  const stack = new Stack(testApp(), 'Theirs');
  new Queue(stack, 'Queue');
  for (const name of ['BucketName', 'Version', 'EndpointUrl']) new CfnOutput(stack, name, { value: `their ${name}` });
  Tags.of(stack).add('application', 'shop');
  new VibesCallbacks(stack, 'Vibes');
  return Template.fromStack(stack);
}

const template = shared();

test('outputs of the customer keep their names, and ours have a prefix', () => {
  const outputs: Record<string, { readonly Value: unknown }> = template.toJSON().Outputs;
  expect(outputs.BucketName?.Value).toBe('their BucketName');
  expect(outputs.VibesCallbacksBucketName?.Value).toEqual({ Ref: expect.stringMatching(/^VibesStorageBucket/) });
  const theirs = ['BucketName', 'Version', 'EndpointUrl'];
  const ours = Object.keys(outputs).filter((name) => !theirs.includes(name));
  for (const name of ours) expect(name).toMatch(/^VibesCallbacks[A-Z]/);
});

test('there is no output that no command needs', () => {
  const names = Object.keys(template.toJSON().Outputs);
  expect(names).toContain('VibesCallbacksEndpointUrl');
  for (const name of ['SmsMoUrl', 'DashboardName']) expect(names).not.toContain(`VibesCallbacks${name}`);
});

test('the tag of the customer is on what is ours', () => {
  template.hasResourceProperties('AWS::DynamoDB::Table', { Tags: [{ Key: 'application', Value: 'shop' }] });
  expect(JSON.stringify(template.toJSON())).not.toContain('"Value":"vibes-callbacks"');
});

test("a tag of an app counts more than the one of the service's own stack", () => {
  const app = testApp();
  const stack = new VibesCallbacksStack(app, 'Stack');
  Tags.of(app).add('application', 'shop');
  Template.fromStack(stack).hasResourceProperties('AWS::DynamoDB::Table', {
    Tags: [{ Key: 'application', Value: 'shop' }],
  });
});

test('props in text form work, with a warning that says what to write', () => {
  const stack = new Stack(testApp(), 'Stack');
  new VibesCallbacks(stack, 'Vibes', { queueRetentionDays: 2, dashboard: false });
  const [warning, ...more] = Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('deprecated'));
  expect(more).toEqual([]);
  expect(warning?.entry.data).toContain(
    'queueRetentionDays is deprecated: write queueRetention, a Duration, as in Duration.days(4).',
  );
  Template.fromStack(stack).hasResourceProperties('AWS::SQS::Queue', { MessageRetentionPeriod: 2 * 86_400 });
});
