import { readConformanceCommand } from '../../src/conformance/options';
import { allScenarios } from '../../src/conformance/scenarios/all-scenarios';

afterEach(() => {
  jest.restoreAllMocks();
});

function read(...argv: string[]) {
  return readConformanceCommand(argv, allScenarios);
}

describe('readConformanceCommand', () => {
  it('runs everything by default', () => {
    expect(read().scenarios).toBe(allScenarios);
  });

  it('runs the short form', () => {
    expect(read('--short').scenarios).toEqual(allScenarios.filter(({ short }) => short));
  });

  it('runs what is named, by name or by its beginning', () => {
    const names = read('--only', 'ordinary-day,sqs-*').scenarios.map(({ name }) => name);
    expect(names).toContain('ordinary-day');
    expect(names.filter((name) => name.startsWith('sqs-'))).toHaveLength(5);
    expect(names).toHaveLength(6);
  });

  it('says so when nothing is called that', () => {
    const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    expect(() => read('--only', 'nothing')).toThrow();
    expect(write).toHaveBeenCalledWith(expect.stringContaining('no scenario is called nothing'));
  });

  it('says so when the seed is no number', () => {
    const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    expect(() => read('--seed', 'abc')).toThrow();
    expect(write).toHaveBeenCalledWith(
      expect.stringContaining("argument 'abc' is invalid. Write a whole number from 0 to 999999999."),
    );
  });

  it('takes random scenarios for some minutes instead', () => {
    expect(read().random).toBeUndefined();
    expect(read('--random', '0.5', '--seed', '3')).toMatchObject({ random: 0.5, seed: 3 });
  });

  it('takes the outcomes of many messages instead', () => {
    expect(read('--outcomes', '10000').scenarios).toMatchObject([{ rounds: [{ load: { histories: 10_000 } }] }]);
    const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    expect(() => read('--outcomes', 'many')).toThrow();
    expect(write).toHaveBeenCalledWith(expect.stringContaining('Write a whole number from 1 to 999999.'));
  });

  it.each([
    ['--outcomes', '10', '--only', 'ordinary-day'],
    ['--random', '1', '--short'],
    ['--random', '1', '--outcomes', '10'],
  ])('refuses %s %s with %s, which it would ignore', (...argv) => {
    const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    expect(() => read(...argv)).toThrow();
    expect(write).toHaveBeenCalledWith(expect.stringContaining('cannot be used with'));
  });

  it.each(['0', '-1', 'soon'])('says so when %s is no number of minutes', (minutes) => {
    const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    expect(() => read(`--random=${minutes}`)).toThrow();
    expect(write).toHaveBeenCalledWith(expect.stringContaining('Give a number of minutes.'));
  });
});
