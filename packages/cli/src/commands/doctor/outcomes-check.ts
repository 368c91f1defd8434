import { queueNameOf } from '../../reads/metrics';
import { hasOutcomes } from '../../reads/outcomes';
import { type Check, fail, ok, warn } from './check';

/** Without its event source receipts wait, and no message has an outcome. */
export const outcomes: Check = {
  name: 'outcomes',
  look: async (context, stack) => {
    if (!hasOutcomes(stack)) return ok('not kept (setting messageOutcomes)');
    const { client, sdk } = await context.clients.lambda();
    const command = new sdk.ListEventSourceMappingsCommand({ FunctionName: stack.output('OutcomesFunctionName') });
    const { EventSourceMappings = [] } = await client.send(command);
    const queue = queueNameOf(stack.output('OutcomesQueueUrl'));
    const mapping = EventSourceMappings.find(({ EventSourceArn = '' }) => EventSourceArn.endsWith(`:${queue}`));
    if (mapping === undefined) return fail(`no event source reads ${queue}`, 'deploy it again');
    const { State = '', UUID } = mapping;
    if (State === 'Enabled') return ok('its function reads its queue');
    if (/ing$/.test(State)) return warn('being turned on or off', 'look again in a minute');
    return fail(
      'its function does not read its queue: receipts wait, and outcomes do not change',
      `aws lambda update-event-source-mapping --enabled --uuid ${UUID}`,
    );
  },
};
