import { eventSources, functions } from '../../../src/commands/doctor/function-checks';
import { givenOps, type OpsAnswers } from '../../support/ops-context';

const outputs = {
  IngestFunctionName: 'ingest',
  ConsumerFunctionName: 'consumer',
  CallbackQueueUrl: 'https://sqs.example/1/calls',
  RetryQueueUrl: 'https://sqs.example/1/retries',
};

const look = (check: typeof functions, answers: OpsAnswers) => {
  const { context, stack } = givenOps({ outputs, answers });
  return check.look(context, stack);
};

describe('the functions', () => {
  const configuration = (more: object = {}) => ({ Runtime: 'nodejs24.x', MemorySize: 512, State: 'Active', ...more });
  const of = (more: object) => look(functions, { GetFunctionConfiguration: [configuration(), configuration(more)] });

  it.each([{}, { State: undefined }, { State: 'Inactive' }, { LastUpdateStatus: 'InProgress' }])(
    'are well: %j',
    async (more) => {
      expect(await of(more)).toEqual({ status: 'ok', detail: 'nodejs24.x, 512 MB; nodejs24.x, 512 MB' });
    },
  );

  it.each([{ State: 'Failed' }, { State: 'Pending' }, { LastUpdateStatus: 'Failed' }])('are not: %j', async (more) => {
    const { status, detail, fix } = await of({ FunctionName: 'consumer', ...more });
    expect([status, fix]).toEqual(['fail', 'deploy it again']);
    expect(detail).toMatch(/^consumer is /);
  });
});

describe('the event sources', () => {
  const mapping = (queue: string, State: string) => ({
    EventSourceArn: `arn:aws:sqs:us-east-1:1:${queue}`,
    State,
    UUID: `uuid-${queue}`,
  });
  const of = (...mappings: readonly object[]) =>
    look(eventSources, { ListEventSourceMappings: [{ EventSourceMappings: mappings }] });

  it('are well when the consumer reads both queues', async () => {
    expect(await of(mapping('calls', 'Enabled'), mapping('retries', 'Enabled'))).toMatchObject({ status: 'ok' });
  });

  it('are missing if nothing reads a queue', async () => {
    expect(await of(mapping('calls', 'Enabled'), mapping('other-retries-2', 'Enabled'))).toEqual({
      status: 'fail',
      detail: 'no event source reads retries',
      fix: 'deploy it again',
    });
    expect(await look(eventSources, { ListEventSourceMappings: [{}] })).toMatchObject({
      detail: 'no event source reads calls, retries',
    });
  });

  it('that are off are named with what to type', async () => {
    expect(await of(mapping('calls', 'Disabled'), mapping('retries', 'Enabled'))).toEqual({
      status: 'fail',
      detail: 'the consumer does not read 1 of its queues: callbacks wait',
      fix: 'aws lambda update-event-source-mapping --enabled --uuid uuid-calls',
    });
  });

  it('that are being switched are looked at again', async () => {
    expect(await of(mapping('calls', 'Enabling'), mapping('retries', 'Updating'))).toMatchObject({ status: 'warn' });
    expect(await of(mapping('calls', 'Enabling'), mapping('retries', 'Disabled'))).toMatchObject({ status: 'fail' });
  });
});
