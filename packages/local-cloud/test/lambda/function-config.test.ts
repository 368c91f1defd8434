import { readFunction } from '../../src/lambda/function-config';
import { deployTemplate } from '../../src/template/deploy-template';

describe('a function of the template', () => {
  it('is read with its bundle, environment, limits and role', () => {
    expect(read({})).toEqual({
      logicalId: 'Ingest',
      name: 'Stack-Ingest',
      arn: 'arn:aws:lambda:us-east-1:000000000000:function:Stack-Ingest',
      handler: 'index.handler',
      bundleDirectory: '/assembly/abc.zip',
      environment: { QUEUE_URL: 'http://127.0.0.1:1/000000000000/Stack-Queue', DAYS: '30' },
      timeoutMs: 1000,
      memoryMb: 512,
      roleLogicalId: 'Role',
      logging: { format: 'Text', application: 'INFO', system: 'INFO' },
    });
  });

  it('has the service’s timeout and memory where it says none', () => {
    expect(read({ Timeout: undefined, MemorySize: undefined })).toMatchObject({ timeoutMs: 3000, memoryMb: 128 });
  });

  it('may have its code in the template', () => {
    expect(read({ Code: { ZipFile: 'exports.handler = 1' } }).bundleDirectory).toBe('/inline/exports.handler = 1');
  });

  it('has its reserved concurrency', () => {
    expect(read({ ReservedConcurrentExecutions: 5 }).reservedConcurrency).toBe(5);
  });

  it('has its log format and levels', () => {
    const logging = { format: 'JSON', application: 'INFO', system: 'WARN' };
    expect(read({ LoggingConfig: { LogFormat: 'JSON', SystemLogLevel: 'WARN', LogGroup: 'g' } }).logging).toEqual(
      logging,
    );
  });

  it.each([
    ['a level of text', { LoggingConfig: { SystemLogLevel: 'WARN' } }, /SystemLogLevel with the log format Text/],
    ['an unknown level', { LoggingConfig: { LogFormat: 'JSON', SystemLogLevel: 'ERROR' } }, /SystemLogLevel ERROR/],
    ['an unknown format', { LoggingConfig: { LogFormat: 'XML' } }, /the log format XML/],
    ['another runtime', { Runtime: 'python3.13' }, /the runtime python3\.13 on nodejs24\.x/],
    ['a layer', { Layers: ['arn:layer'] }, /Layers of AWS::Lambda::Function "Ingest"/],
    ['code from elsewhere', { Code: { ImageUri: 'x' } }, /code that is neither an asset nor in the template/],
    [
      'code in the template in another language',
      { Runtime: 'python3.13', Code: { ZipFile: 'x' } },
      /the runtime python3/,
    ],
    ['an image', { PackageType: 'Image' }, /a container image/],
    ['a timeout of more than 15 minutes', { Timeout: 901 }, /Timeout is 901, and must be from 1 to 900/],
    ['too little memory', { MemorySize: 127 }, /MemorySize is 127, and must be from 128 to 10240/],
    [
      'a variable that Lambda sets',
      { Environment: { Variables: { AWS_REGION: 'x' } } },
      /AWS_REGION, which Lambda sets/,
    ],
    ['variables of more than 4 KB', { Environment: { Variables: { A: 'x'.repeat(4096) } } }, /4096 are the most/],
    ['a role from elsewhere', { Role: 'arn:aws:iam::1:role/other' }, /the role arn:aws:iam::1:role\/other/],
  ])('with %s is refused', (_, properties, sentence) => {
    expect(() => read(properties)).toThrow(sentence);
  });
});

function read(overrides: Record<string, unknown>) {
  const Properties = {
    Architectures: ['arm64'],
    Code: { S3Bucket: 'assets', S3Key: 'abc.zip' },
    Environment: { Variables: { QUEUE_URL: { Ref: 'Queue' }, DAYS: 30 } },
    Handler: 'index.handler',
    MemorySize: 512,
    Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
    Runtime: 'nodejs24.x',
    Timeout: 1,
    ...overrides,
  };
  const Resources = {
    Ingest: { Type: 'AWS::Lambda::Function', Properties: JSON.parse(JSON.stringify(Properties)) },
    Queue: { Type: 'AWS::SQS::Queue', Properties: {} },
    Role: { Type: 'AWS::IAM::Role', Properties: {} },
  };
  const deployment = deployTemplate({ Resources }, { endpoint: 'http://127.0.0.1:1' });
  const folders = { ofAsset: (key: string) => `/assembly/${key}`, ofText: (text: string) => `/inline/${text}` };
  return readFunction(deployment.resource('Ingest'), deployment, folders, 'nodejs24.x');
}
