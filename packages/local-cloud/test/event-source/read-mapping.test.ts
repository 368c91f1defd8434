import { readMappings, unservedMappings } from '../../src/event-source/read-mapping';
import { deployTemplate } from '../../src/template/deploy-template';

describe('an event source mapping of the template', () => {
  it('is read with its queue, function and settings', () => {
    expect(read({ ScalingConfig: { MaximumConcurrency: 20 }, MaximumBatchingWindowInSeconds: 2 })).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
        enabled: true,
        functionLogicalId: 'Consumer',
        functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:Stack-Consumer',
        roleLogicalId: 'role of Consumer',
        queueUrl: 'http://127.0.0.1:1/000000000000/Stack-Queue',
        queueArn: 'arn:aws:sqs:us-east-1:000000000000:Stack-Queue',
        region: 'us-east-1',
        batchSize: 10,
        windowMs: 2000,
        maxConcurrency: 20,
        reportsBatchItemFailures: true,
      },
    ]);
  });

  it('reports no single failures where the template does not say so', () => {
    expect(read({ FunctionResponseTypes: undefined })[0]?.reportsBatchItemFailures).toBe(false);
  });

  it('names its function by ARN as well', () => {
    expect(read({ FunctionName: { 'Fn::GetAtt': ['Consumer', 'Arn'] } })[0]?.functionLogicalId).toBe('Consumer');
  });

  it('may be disabled', () => {
    expect(read({ Enabled: false }).map(({ enabled }) => enabled)).toEqual([false]);
    expect(read({ Enabled: true }).map(({ enabled }) => enabled)).toEqual([true]);
  });

  it.each([
    ['a filter', { FilterCriteria: {} }, /FilterCriteria/],
    ['a queue from elsewhere', { EventSourceArn: 'arn:aws:sqs:x' }, /the event source arn:aws:sqs:x/],
    ['a function from elsewhere', { FunctionName: 'other' }, /the function other/],
    ['a setting of its scaling that is not known', { ScalingConfig: { Minimum: 1 } }, /Minimum/],
    ['a batch that is too large', { BatchSize: 10_001 }, /BatchSize is 10001, and must be from 1 to 10000/],
    ['a batch of more than ten without a window', { BatchSize: 11 }, /a BatchSize of 11 needs a MaximumBatchingWindow/],
    ['a window that is too long', { MaximumBatchingWindowInSeconds: 301 }, /must be from 0 to 300/],
    [
      'a concurrency of one',
      { ScalingConfig: { MaximumConcurrency: 1 } },
      /MaximumConcurrency is 1, and must be from 2/,
    ],
  ])('with %s is refused', (_, properties, sentence) => {
    expect(() => read(properties)).toThrow(sentence);
  });

  it('is refused where the function may work longer than its messages stay invisible', () => {
    expect(() => read({}, { queue: { VisibilityTimeout: 15 }, consumer: { Timeout: 15 } })).not.toThrow();
    expect(() => read({}, { consumer: { Timeout: 31 } })).toThrow(
      'AWS would refuse AWS::Lambda::EventSourceMapping "Mapping": Queue visibility timeout: 30 seconds is less than Function timeout: 31 seconds.',
    );
    const elsewhere = { EventSourceArn: 'arn:aws:sqs:x' };
    expect(() => read(elsewhere, { consumer: { Timeout: 31 } })).toThrow(/the event source arn:aws:sqs:x/);
  });
});

test('a mapping of a stream is not served, which is reported', () => {
  const deployment = deploymentWith({ EventSourceArn: 'arn:aws:kinesis:x' });
  expect(readMappings(deployment, (id) => id)).toEqual([]);
  expect(unservedMappings(deployment)).toEqual([
    'The event source mapping Mapping is not served: its source is not a queue.',
  ]);
});

interface Besides {
  readonly queue?: Record<string, unknown>;
  readonly consumer?: Record<string, unknown>;
}

function read(overrides: Record<string, unknown>, besides?: Besides) {
  return readMappings(deploymentWith(overrides, besides), (id) => `role of ${id}`);
}

function deploymentWith(overrides: Record<string, unknown>, { queue = {}, consumer = {} }: Besides = {}) {
  const Properties = {
    BatchSize: 10,
    EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] },
    FunctionName: { Ref: 'Consumer' },
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    ...overrides,
  };
  const Resources = {
    Mapping: { Type: 'AWS::Lambda::EventSourceMapping', Properties: JSON.parse(JSON.stringify(Properties)) },
    Consumer: { Type: 'AWS::Lambda::Function', Properties: consumer },
    Queue: { Type: 'AWS::SQS::Queue', Properties: queue },
  };
  return deployTemplate({ Resources }, { endpoint: 'http://127.0.0.1:1' });
}
