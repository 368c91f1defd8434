import { localState } from '../../../local-cloud/test/support/local-state';
import type { Evidence } from '../../src/conformance/judge';
import { runConformance } from '../../src/conformance/run-conformance';
import type { Scenario } from '../../src/conformance/scenario';

let told: string[] = [];
/** What a scenario leaves behind, or how it fails. */
let outcome: (name: string) => Partial<Evidence> | Error = () => ({});

jest.mock('../../src/conformance/cloud-keeper', () => ({
  CloudKeeper: {
    open: () => ({
      lease: async ({ changes, wrongPassword }: { changes: readonly object[]; wrongPassword: boolean }) => {
        told.push(`lease ${changes.length} ${wrongPassword}`);
        return {};
      },
      spoil: () => told.push('spoil'),
      close: async () => void told.push('close'),
    }),
  },
}));
jest.mock('../../src/conformance/run-scenario', () => ({
  runScenario: async ({ name }: Scenario, _cloud: object, seed: number): Promise<Evidence> => {
    told.push(`run ${name} ${seed}`);
    const left = outcome(name);
    if (left instanceof Error) throw left;
    const nothing = { deliveries: [], lines: [], deadLetters: [], publishedWithinSeconds: null, faultsSet: false };
    return { ...nothing, state: localState(), keyOfBody: new Map(), ...left };
  },
}));

const scenario = (name: string, more: Partial<Scenario> = {}): Scenario => ({
  name,
  shows: `shows ${name}`,
  group: 'services fail',
  rounds: [{ load: { callbacks: 1 } }],
  ...more,
});

beforeEach(() => {
  told = [];
  outcome = () => ({});
});

test('trials run one after the other with the same seed, each is told at once, and the cloud is closed', async () => {
  const verdicts = await runConformance([{ scenario: scenario('a') }, { scenario: scenario('b') }], {
    seed: 7,
    onVerdict: ({ name }) => told.push(`verdict ${name}`),
  });
  expect(told.filter((line) => !line.startsWith('lease'))).toEqual([
    'run a 7',
    'verdict a',
    'run b 7',
    'verdict b',
    'close',
  ]);
  expect(verdicts).toMatchObject([
    { name: 'a', shows: 'shows a', broken: [], published: 0, deadLetters: 0 },
    { name: 'b', broken: [] },
  ]);
});

test('a scenario’s own changes and a mutation come on top of the shorter waits', async () => {
  const change = { only: 'Consumer', properties: {} };
  const plain = { scenario: scenario('a', { vibes: { wrongPassword: true } }) };
  await runConformance([plain, { scenario: scenario('b', { stack: [change] }), mutation: change }], { seed: 1 });
  const [first = '', second = ''] = told.filter((line) => line.startsWith('lease'));
  expect([first.endsWith('true'), second.endsWith('false')]).toEqual([true, true]);
  expect(Number(second.split(' ')[1])).toBe(Number(first.split(' ')[1]) + 2);
});

test('what does not hold is in the verdict', async () => {
  outcome = () => ({ deadLetters: [{ key: 'mo 1' }] });
  const [verdict] = await runConformance([{ scenario: scenario('a') }], { seed: 1 });
  expect(verdict).toMatchObject({ deadLetters: 1, broken: [expect.stringMatching(/dead letter/)] });
});

test('a scenario that cannot be run is broken, spoils its cloud, and the next one runs', async () => {
  outcome = (name) => (name === 'a' ? new Error('the cloud is gone') : {});
  const verdicts = await runConformance([{ scenario: scenario('a') }, { scenario: scenario('b') }], { seed: 1 });
  expect(verdicts).toMatchObject([{ broken: ['the cloud is gone'], delivery: null }, { broken: [] }]);
  expect(told).toContain('spoil');
  expect(told.at(-1)).toBe('close');
});
