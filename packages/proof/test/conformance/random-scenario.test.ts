import { randomScenario, randomTrials } from '../../src/conformance/random-scenario';

const scenarios = (count: number) => Array.from({ length: count }, (_, seed) => randomScenario(seed));

test('the same seed makes the same scenario, another one another', () => {
  expect(randomScenario(5)).toEqual(randomScenario(5));
  expect(randomScenario(5)).not.toEqual({ ...randomScenario(6), name: 'random-5' });
});

test('within a hundred seeds everything happens, and at the end of each the cloud is healed', () => {
  const all = scenarios(100);
  const rounds = all.flatMap((one) => one.rounds);
  const done = rounds.flatMap(({ before = [], during = [] }) => [...before, ...during.map(({ act }) => act)]);
  const names = ['fault', 'kill', 'deploy', 'rotate-password', 'tell-vibes-the-password', 'sweep', 'redrive'];
  expect(new Set(done.map((action) => action.do))).toEqual(new Set(names));
  const loads = rounds.flatMap(({ load }) => (load === 'again' ? [] : [load]));
  const has = (name: string) =>
    loads.some((load) => Object.entries(load).some(([key, value]) => key === name && value));
  expect(['histories', 'copies', 'others', 'malformed'].filter((name) => !has(name))).toEqual([]);
  const ends = all.map(({ rounds: own }) => own.at(-1)?.after?.map((action) => action.do) ?? []);
  for (const end of ends) expect(end).toEqual(expect.arrayContaining(['clear-faults', 'drain', 'redrive']));
});

test('one is tried however short the time is, and the next seed follows while there is time', () => {
  expect(Array.from(randomTrials(0, 7), ({ seed }) => seed)).toEqual([7]);
  const [first, second] = randomTrials(1, 7);
  expect([first?.scenario.name, second?.scenario.name]).toEqual(['random-7', 'random-8']);
});
