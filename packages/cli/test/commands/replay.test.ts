import { join } from 'node:path';
import { moMessage } from '../../../../test/support/mo-message';
import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { type OpsCloud, startOpsCloud } from '../support/ops-cloud';
import { patchedAssembly, resourcesOf } from '../support/patched-assembly';

jest.setTimeout(180_000);

const newFolder = temporaryFolder();
let cloud: OpsCloud;

/** The stack with a rule of a customer's on its bus. */
beforeAll(async () => {
  const assembly = await patchedAssembly((template) => {
    const [bus] = resourcesOf(template, 'AWS::Events::EventBus');
    template.Resources.Orders = {
      Type: 'AWS::Events::Rule',
      Properties: {
        Name: 'Orders',
        EventBusName: { Ref: bus?.[0] },
        EventPattern: { source: ['vibes.callbacks'], 'detail-type': ['MO Message'] },
        State: 'ENABLED',
        Targets: [],
      },
    };
  }, newFolder());
  cloud = await startOpsCloud(join(newFolder(), 'data'), ['--assembly', assembly]);
  await cloud.postMo(moMessage);
  await cloud.drained();
});

afterAll(() => cloud.stop());

const replay = (...more: string[]) => cloud.ops('replay', '--from', '1h', '--to', '0s', '--rule', 'Orders', ...more);

it('replays what was published to one rule, and waits for its end', async () => {
  const { code, json } = await replay('--yes', '--type', 'MO Message');
  expect([code, json]).toEqual([0, { replay: expect.stringMatching(/^vibes-Orders-/), state: 'COMPLETED', events: 1 }]);
});

it('may be asked for again: each replay has a name of its own', async () => {
  const names = [(await replay('--yes')).json.replay, (await replay('--yes')).json.replay];
  expect(new Set(names).size).toBe(2);
});

it('as a dry run starts nothing', async () => {
  expect((await replay('--dry-run')).json).toEqual({ replay: null, state: 'NOT_STARTED', events: 1 });
});

it('refuses a type that the rule does not take alone', async () => {
  const { code, out, err } = await replay('--type', 'Platform Event', '--yes');
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain('matches MO Message');
});

it('names the rules that there are', async () => {
  const { code, err } = await cloud.ops('replay', '--from', '1h', '--to', '0s', '--rule', 'Order', '--yes');
  expect([code, err]).toEqual([2, expect.stringContaining('it has Orders')]);
});

it('refuses a time that ends before it begins', async () => {
  expect((await cloud.ops('replay', '--from', '1h', '--to', '2h', '--rule', 'Orders')).code).toBe(2);
});
