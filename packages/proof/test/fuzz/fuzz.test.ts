import { callbackKinds } from '../../src/fuzz/callback-kinds';
import { fuzz, renderFindings } from '../../src/fuzz/fuzz';

it('finds nothing that makes the readers throw, grow or lose bytes in 2,000 mutated callbacks', async () => {
  const findings = await fuzz({ count: 2_000, seed: 20_240_506 });
  expect(findings.failure).toBeNull();
  const counted = [...findings.outcomes.values()]
    .flatMap((kinds) => [...kinds.values()])
    .reduce((sum, n) => sum + n, 0);
  expect(counted).toBe(2_000);
});

it('mutates every kind, into events and into most reasons', async () => {
  const { outcomes } = await fuzz({ count: 2_000, seed: 7 });
  const kinds = new Set([...outcomes.values()].flatMap((counts) => [...counts.keys()]));
  expect([...kinds].sort()).toEqual(Object.keys(callbackKinds).sort());
  expect([...outcomes.keys()]).toEqual(
    expect.arrayContaining([
      'MO Message',
      'MMS Message',
      'RBM Event',
      'xml-malformed',
      'xml-missing-field',
      'xml-doctype',
      'json-malformed',
      'charset-invalid',
    ]),
  );
});

it('does the same again for the same seed', async () => {
  const [first, again] = [await fuzz({ count: 200, seed: 3 }), await fuzz({ count: 200, seed: 3 })];
  expect([...again.outcomes]).toEqual([...first.outcomes]);
});

it('shows the counts, the seed and the verdict', () => {
  const outcomes = new Map([
    ['xml-malformed', new Map([['deliver', 1]])],
    [
      'MO Message',
      new Map([
        ['deliver', 2],
        ['moMessage', 3],
      ]),
    ],
  ]);
  const findings = { count: 6, seed: 42, outcomes, slowestMs: 1.25, failure: null };
  expect(renderFindings(findings, 30).split('\n').slice(0, 2)).toEqual(['became         all', 'MO Message     5']);
  expect(renderFindings(findings).split('\n')).toEqual([
    'became         all  deliver  moMessage',
    'MO Message     5    2        3',
    'xml-malformed  1    1        0',
    '',
    '6 callbacks, slowest 1.3 ms, seed 42: none threw, grew or lost its bytes',
    '',
  ]);
});

it('shows the callback that broke a rule', () => {
  const findings = {
    count: 6,
    seed: 42,
    outcomes: new Map(),
    slowestMs: 0,
    failure: 'callback 1, a mutated deliver: boom',
  };
  expect(renderFindings(findings)).toContain('seed 42: FAILED: callback 1, a mutated deliver: boom');
});
