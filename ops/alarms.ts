import { readAlarms } from './aws/alarms';
import { defineCommand } from './frame/command';
import { table } from './frame/table';
import { stackNeeds } from './policy/needs';

export const alarms = defineCommand({
  name: 'alarms',
  about: 'Each alarm, its state, since when, and its part of the runbook.',
  example: 'alarms',
  kind: 'reads',
  needs: { ...stackNeeds, 'cloudwatch:DescribeAlarms': ['anything'] },
  run: async (context) => {
    const stack = await context.stack();
    const all = await readAlarms(context, stack.name);
    const { paint, io } = context;
    const colours = { OK: paint.good, ALARM: paint.bad, INSUFFICIENT_DATA: paint.dim };
    return {
      code: 0,
      json: all,
      text: () =>
        all.length === 0
          ? `The stack ${stack.name} has no alarm.`
          : table(
              all.map(({ name, state, since, runbook }) => ({ state: colours[state](state), name, since, runbook })),
              io.columns,
              paint,
            ),
    };
  },
});
