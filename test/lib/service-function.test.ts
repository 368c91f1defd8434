import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { bundleFunction, ServiceFunction, type ServiceFunctionProps } from '../../lib/service-function';
import { sourcesOf, staticOutputs } from '../support/static-graph';

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

describe('the bundle', () => {
  const { metafile, files } = bundleFunction('ingest');
  const atStart = staticOutputs(metafile);

  const isFrom = (name: string) => (path: string) => path.includes(`node_modules/${name}/`);

  test('of ingest loads the queue at its start, and neither S3 nor Secrets Manager', () => {
    expect(sourcesOf(atStart).some(isFrom('@aws-sdk/client-sqs'))).toBe(true);
    for (const name of ['@aws-sdk/client-s3', '@aws-sdk/client-secrets-manager']) {
      expect(sourcesOf(atStart).filter(isFrom(name))).toEqual([]);
      expect(sourcesOf(metafile.outputs).some(isFrom(name))).toBe(true);
    }
  });

  test('of ingest reads nothing at its start that only S3 needs', () => {
    const isXml = (path: string) => /\/xml/i.test(path);
    expect(sourcesOf(atStart).filter(isXml)).toEqual([]);
    expect(sourcesOf(metafile.outputs).some(isXml)).toBe(true);
  });

  test('of ingest stays lean', () => {
    const bytes = Object.values(atStart).reduce((sum, output) => sum + output.bytes, 0);
    expect(bytes).toBeLessThan(200 * 1024);
  });

  test('of ingest has code of its own that can be read, and clients of the SDK that need not be', () => {
    const textOf = (name: string) => files.find(({ path }) => basename(path) === name)?.text ?? '';
    expect(textOf('index.mjs')).toContain('// lambda/ingest/handler.ts');
    expect(textOf('sqs.mjs')).not.toContain('// node_modules/');
    expect(textOf('sqs.mjs')).toContain('AmazonSQS');
  });

  test('of the consumer loads S3 only on demand', () => {
    const consumer = bundleFunction('consumer').metafile;
    expect(sourcesOf(staticOutputs(consumer)).some(isFrom('@aws-sdk/client-dynamodb'))).toBe(true);
    expect(sourcesOf(staticOutputs(consumer)).filter(isFrom('@aws-sdk/client-s3'))).toEqual([]);
    expect(sourcesOf(consumer.outputs).some(isFrom('@aws-sdk/client-s3'))).toBe(true);
  });

  test.each(['ingest', 'consumer'] as const)('of %s finds credentials in the environment alone', (entry) => {
    const sources = sourcesOf(bundleFunction(entry).metafile.outputs);
    expect(sources.filter((path) => /credential-provider|nested-clients|@smithy\/credential/.test(path))).toEqual([]);
    expect(sources).toContain('lambda/adapters/no-credential-chain.ts');
  });

  test('imports no built-in module but through process.getBuiltinModule', () => {
    const external = Object.values(metafile.outputs).flatMap(({ imports }) => imports.filter((one) => one.external));
    const apart = new Set(external.map(({ path }) => path));
    expect([...apart].sort()).toEqual(['./s3.mjs', './secrets-manager.mjs', './sqs.mjs']);
    const names = files.map(({ path }) => basename(path));
    expect(names).toEqual(expect.arrayContaining(['sqs.mjs', 'secrets-manager.mjs', 's3.mjs']));
    expect(files.some(({ text }) => text.includes('process.getBuiltinModule("node:https")'))).toBe(true);
  });

  test.each(['ingest', 'consumer'] as const)('of %s exports a handler', (entry) => {
    const [output] = Object.entries(bundleFunction(entry).metafile.outputs)
      .filter(([path]) => path === 'index.mjs')
      .map(([, one]) => one);
    expect(output?.exports).toEqual(['handler']);
  });
});
