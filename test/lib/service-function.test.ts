import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { ServiceFunction, type ServiceFunctionProps } from '../../lib/service-function';

const props: ServiceFunctionProps<{ readonly QUEUE_URL: string }> = {
  entry: 'ingest',
  description: 'Keeps callbacks',
  environment: { QUEUE_URL: 'https://queue' },
  timeout: Duration.seconds(1),
  memorySizeMb: 512,
  logRetention: RetentionDays.ONE_MONTH,
};

function templateOf(overrides: Partial<typeof props> = {}): Template {
  const stack = new Stack(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), 'Test');
  new ServiceFunction(stack, 'Ingest', { ...props, ...overrides });
  return Template.fromStack(stack);
}

describe('the function', () => {
  test('is what its properties say, on Node.js 24 and arm64', () => {
    templateOf().hasResourceProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      Description: 'Keeps callbacks',
      Timeout: 1,
      MemorySize: 512,
      Environment: { Variables: { QUEUE_URL: 'https://queue' } },
    });
  });

  test('logs to a group of its own, kept for as long as was said', () => {
    const template = templateOf();
    const [group] = Object.keys(template.findResources('AWS::Logs::LogGroup'));
    template.hasResource('AWS::Logs::LogGroup', { Properties: { RetentionInDays: 30 }, DeletionPolicy: 'Retain' });
    template.hasResourceProperties('AWS::Lambda::Function', { LoggingConfig: { LogGroup: { Ref: group } } });
  });

  test('lets its logs go with the stack where that is asked for', () => {
    templateOf({ removalPolicy: RemovalPolicy.DESTROY }).hasResource('AWS::Logs::LogGroup', {
      DeletionPolicy: 'Delete',
    });
  });

  test('may write to that group, and nothing else', () => {
    const template = templateOf();
    const [group] = Object.keys(template.findResources('AWS::Logs::LogGroup'));
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: Match.objectLike({
        Statement: [Match.objectLike({ Principal: { Service: 'lambda.amazonaws.com' } })],
      }),
      ManagedPolicyArns: Match.absent(),
    });
    template.resourceCountIs('AWS::IAM::Policy', 1);
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: Match.objectLike({
        Statement: [
          {
            Effect: 'Allow',
            Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
            Resource: { 'Fn::GetAtt': [group, 'Arn'] },
          },
        ],
      }),
    });
  });
});

describe('the asset', () => {
  const folders: string[] = [];
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true });
  });

  /** Synthesizes with bundling, to a folder of that depth; gives the asset's name and files. */
  function assetAt(...depth: string[]) {
    const folder = mkdtempSync(join(tmpdir(), 'assembly-'));
    folders.push(folder);
    const outdir = join(folder, ...depth);
    const app = new App({ outdir });
    new ServiceFunction(new Stack(app, 'Test'), 'Ingest', props);
    app.synth();
    const name = readdirSync(outdir).find((file) => file.startsWith('asset.')) ?? '';
    return { name, files: readdirSync(join(outdir, name)) };
  }

  test('holds an entry with its source map, and the same name wherever it is made', () => {
    const [near, far] = [assetAt(), assetAt('a', 'b')];
    expect(near.files).toEqual(expect.arrayContaining(['index.mjs', 'index.mjs.map']));
    expect(far.name).toBe(near.name);
  });
});
