import { defineCommand } from '../frame/command';
import { table } from '../frame/table';
import { stackNeeds } from '../policy/needs';
import { readAlarms } from '../reads/alarm-states';

export const alarms = defineCommand({
  name: 'alarms',
  about: 'Lists each alarm, its state, since when, and its heading in the runbook.',
  example: 'alarms',
  kind: 'reads',
  needs: { ...stackNeeds, 'cloudwatch:DescribeAlarms': ['anything'] },
  run: async (context) => {
    const stack = await context.stack();
    const all = await readAlarms(context, stack.name);
    const { paint, io } = context;
    for (const { name, state, runbook } of all) {
      if (state === 'ALARM') context.note(`${name}: ${runbook ?? 'not in the runbook'}`);
    }
    const colours = { OK: paint.good, ALARM: paint.bad, INSUFFICIENT_DATA: paint.dim };
    return {
      code: 0,
      json: all,
      text: () =>
        all.length === 0
          ? `The stack ${stack.name} has no alarm.`
          : table(
              all.map(({ name, state, since }) => ({
                alarm: name.replace(`${stack.name}-`, ''),
                state: colours[state](state),
                since: since === null ? null : `${since.slice(0, 16)}Z`,
              })),
              io.columns,
              paint,
            ),
    };
  },
});
