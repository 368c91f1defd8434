import { createLambdaService } from '../../../src/aws/lambda/lambda-service';
import type { DescribedFunction, DescribedMapping } from '../../../src/aws/lambda/running-functions';
import { deployTemplate } from '../../../src/template/deploy-template';
import { ask, needs } from '../../support/ask';

const arn = (resource: string) => `arn:aws:lambda:us-east-1:000000000000:${resource}`;
const consumer: DescribedFunction = {
  name: 'consumer',
  arn: arn('function:consumer'),
  roleArn: 'arn:aws:iam::000000000000:role/consumer',
  handler: 'index.handler',
  runtime: 'nodejs24.x',
  description: 'version 1',
  timeoutSeconds: 15,
  memoryMb: 512,
  environment: { TABLE: 'ledger' },
  logGroupName: '/aws/lambda/consumer',
  changedAt: new Date('2026-05-06T07:08:09.010Z'),
};

function given() {
  const mapping: DescribedMapping = {
    id: 'id-1',
    functionArn: consumer.arn,
    queueArn: 'arn:aws:sqs:us-east-1:000000000000:queue',
    batchSize: 10,
    windowSeconds: 0,
    maxConcurrency: 20,
    reportsBatchItemFailures: true,
    enabled: true,
    settling: false,
    changedAt: new Date(0),
  };
  let current = mapping;
  const service = createLambdaService(deployTemplate({ Resources: {} }, { endpoint: 'http://127.0.0.1:1' }), {
    find: (id) => (id === consumer.name || id === consumer.arn ? consumer : undefined),
    count: 2,
    mappings: () => [current],
    setEnabled: (_id, enabled) => {
      current = { ...current, enabled, settling: !enabled };
    },
  });
  return {
    settle: () => {
      current = { ...current, settling: false };
    },
    ask: (action: string, input = {}) => ask(service, 'lambda', action, input),
    needs: (action: string, input = {}) => needs(service, 'lambda', action, input),
  };
}

describe('Lambda', () => {
  it('describes a function by name or ARN', async () => {
    const { ask } = given();
    const answer = await ask('GetFunctionConfiguration', { FunctionName: 'consumer' });
    expect(answer).toMatchObject({
      FunctionArn: consumer.arn,
      Timeout: 15,
      Environment: { Variables: { TABLE: 'ledger' } },
      LoggingConfig: { LogGroup: '/aws/lambda/consumer' },
    });
    expect(await ask('GetFunctionConfiguration', { FunctionName: consumer.arn })).toEqual(answer);
    expect(await ask('GetFunctionConfiguration', { FunctionName: 'other' })).toMatchObject({
      error: 'ResourceNotFoundException',
      status: 404,
    });
  });

  it('lists the mappings of a function, or of a queue', async () => {
    const { ask } = given();
    const list = async (input: object) => (await ask('ListEventSourceMappings', input)).EventSourceMappings;
    expect(await list({ FunctionName: 'consumer' })).toMatchObject([{ UUID: 'id-1', State: 'Enabled' }]);
    expect(await list({})).toHaveLength(1);
    expect(await list({ FunctionName: 'other' })).toEqual([]);
    expect(await list({ EventSourceArn: 'arn:other' })).toEqual([]);
  });

  it('disables a mapping, which is done when its last batch is', async () => {
    const { ask, settle } = given();
    expect(await ask('UpdateEventSourceMapping', { UUID: 'id-1', Enabled: false })).toMatchObject({
      State: 'Disabling',
    });
    settle();
    expect(await ask('GetEventSourceMapping', { UUID: 'id-1' })).toMatchObject({ State: 'Disabled' });
    expect(await ask('UpdateEventSourceMapping', { UUID: 'id-1', Enabled: true })).toMatchObject({ State: 'Enabled' });
  });

  it('changes nothing else of a mapping, and none that is not there', async () => {
    const { ask } = given();
    expect(await ask('UpdateEventSourceMapping', { UUID: 'id-1', Enabled: true, BatchSize: 1 })).toMatchObject({
      error: 'InvalidParameterValueException',
      message: expect.stringContaining('not BatchSize'),
    });
    expect(await ask('UpdateEventSourceMapping', { UUID: 'id-2', Enabled: true })).toMatchObject({
      error: 'ResourceNotFoundException',
    });
  });

  it('tells the account’s concurrency', async () => {
    expect(await given().ask('GetAccountSettings')).toMatchObject({ AccountLimit: { ConcurrentExecutions: 1000 } });
  });

  it('asks for permissions by ARN where IAM knows one', () => {
    const { needs } = given();
    expect(needs('GetFunctionConfiguration', { FunctionName: 'consumer' })).toEqual([
      `lambda:GetFunctionConfiguration ${consumer.arn}`,
    ]);
    expect(needs('UpdateEventSourceMapping', { UUID: 'id-1' })).toEqual([
      `lambda:UpdateEventSourceMapping ${arn('event-source-mapping:id-1')}`,
    ]);
    expect(needs('ListEventSourceMappings')).toEqual(['lambda:ListEventSourceMappings *']);
  });
});
