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
  ])('with %s is refused', (_, properties, sentence) => {
    expect(() => read(properties)).toThrow(sentence);
  });
});

test('a mapping of a stream is not served, which is reported', () => {
  const deployment = deploymentWith({ EventSourceArn: 'arn:aws:kinesis:x' });
  expect(readMappings(deployment, (id) => id)).toEqual([]);
  expect(unservedMappings(deployment)).toEqual([
    'The event source mapping Mapping is not served: its source is not a queue.',
  ]);
});

function read(overrides: Record<string, unknown>) {
  return readMappings(deploymentWith(overrides), (id) => `role of ${id}`);
}

function deploymentWith(overrides: Record<string, unknown>) {
  const Properties = {
    BatchSize: 10,
    EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] },
    FunctionName: { Ref: 'Consumer' },
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    ...overrides,
  };
  const Resources = {
    Mapping: { Type: 'AWS::Lambda::EventSourceMapping', Properties: JSON.parse(JSON.stringify(Properties)) },
    Consumer: { Type: 'AWS::Lambda::Function', Properties: {} },
    Queue: { Type: 'AWS::SQS::Queue', Properties: {} },
  };
  return deployTemplate({ Resources }, { endpoint: 'http://127.0.0.1:1' });
}
