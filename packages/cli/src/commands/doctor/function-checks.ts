import type { EventSourceMappingConfiguration } from '@aws-sdk/client-lambda';
import type { OpsContext } from '../../frame/context';
import type { DeployedStack } from '../../reads/stack';
import { type Check, type Finding, fail, ok, warn } from './check';

export const functions: Check = {
  name: 'functions',
  look: async (context, stack) => {
    const outcomes = stack.optional('OutcomesFunctionName');
    const own = [stack.output('IngestFunctionName'), stack.output('ConsumerFunctionName')];
    const names = outcomes === undefined ? own : [...own, outcomes];
    const found = await Promise.all(names.map((name) => configuration(context, name)));
    const broken = found.filter(
      ({ State = 'Active', LastUpdateStatus = 'Successful' }) =>
        !['Active', 'Inactive'].includes(State) || LastUpdateStatus === 'Failed',
    );
    return broken.length === 0
      ? ok(found.map(({ Runtime, MemorySize }) => `${Runtime}, ${MemorySize} MB`).join('; '))
      : fail(broken.map(({ FunctionName, State }) => `${FunctionName} is ${State}`).join(', '), 'deploy it again');
  },
};

async function configuration({ clients }: OpsContext, FunctionName: string) {
  const { client, sdk } = await clients.lambda();
  return client.send(new sdk.GetFunctionConfigurationCommand({ FunctionName }));
}

/** Without them callbacks are stored, and wait. */
export const eventSources: Check = {
  name: 'event sources',
  look: async ({ clients }, stack) => {
    const { client, sdk } = await clients.lambda();
    const command = new sdk.ListEventSourceMappingsCommand({ FunctionName: stack.output('ConsumerFunctionName') });
    const { EventSourceMappings = [] } = await client.send(command);
    return judge(stack, EventSourceMappings);
  },
};

function judge(stack: DeployedStack, mappings: readonly EventSourceMappingConfiguration[]): Finding {
  const queues = ['CallbackQueueUrl', 'RetryQueueUrl'].map((name) => stack.output(name).split('/').at(-1) ?? '');
  const of = (queue: string) => mappings.find(({ EventSourceArn = '' }) => EventSourceArn.endsWith(`:${queue}`));
  const missing = queues.filter((queue) => of(queue) === undefined);
  if (missing.length > 0) return fail(`no event source reads ${missing.join(', ')}`, 'deploy it again');
  const off = queues.map(of).filter((mapping) => mapping?.State !== 'Enabled');
  if (off.length === 0) return ok('the consumer reads both queues');
  const uuids = off.map((mapping) => mapping?.UUID ?? '');
  const isChanging = off.every((mapping) => /ing$/.test(mapping?.State ?? ''));
  if (isChanging) return warn('being turned on or off', 'look again in a minute');
  return fail(
    `the consumer does not read ${off.length} of its queues: callbacks wait`,
    uuids.map((uuid) => `aws lambda update-event-source-mapping --enabled --uuid ${uuid}`).join('; '),
  );
}
