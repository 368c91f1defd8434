import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { VibesCallbacks } from '../../lib/vibes-callbacks';
import { ofType, synthesize } from '../lib/synth';
import { testApp } from '../lib/synth-now';

/**
 * What has one name in an account, whatever the Region (of a bucket, in the world): docs/DEPLOYING.md, "A Region fails",
 * deploys a second stack of the same name, and a name without Region or stack id in it would make that fail.
 */
const globalNames = {
  'AWS::CloudWatch::Dashboard': 'DashboardName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::User': 'UserName',
  'AWS::IAM::Group': 'GroupName',
  'AWS::S3::Bucket': 'BucketName',
} as const;

const all = synthesize({ rbmSecret: 'create', previousStageName: 'before' });
const named = Object.entries(globalNames).flatMap(([type, property]) =>
  ofType(all, type)
    .map(([id, { Properties }]) => ({ id, name: Properties?.[property] }))
    .filter(({ name }) => name !== undefined),
);

test('a stack of the same name can be made in another Region: what is global in an account has Region or stack id in its name', () => {
  expect(named.map(({ id }) => id.slice(0, -8)).sort()).toEqual([
    'VibesPictureDashboard',
    expect.stringMatching(/^VibesStorage/),
  ]);
  const unique = ({ name }: { readonly name?: unknown }) => /"AWS::(Region|StackId)"/.test(JSON.stringify(name));
  expect(named.filter((one) => !unique(one))).toEqual([]);
});

test('a dashboard differs from the one of the same stack in another Region', () => {
  const names = ['us-east-1', 'eu-west-1'].map((region) => {
    const stack = new Stack(testApp(), 'VibesCallbacks', { env: { account: '123456789012', region } });
    new VibesCallbacks(stack, 'Vibes', { alarmEmail: 'oncall@example.com' });
    const [dashboard] = Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Dashboard'));
    return dashboard?.Properties.DashboardName;
  });
  expect(names).toEqual(['VibesCallbacks-us-east-1', 'VibesCallbacks-eu-west-1']);
});
