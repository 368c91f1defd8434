import { checkSelection } from '../../src/frame/selection';

test('exactly one way to select is taken', () => {
  expect(() => checkSelection({ id: ['a'] }, ['id'])).not.toThrow();
  expect(() => checkSelection({ key: undefined, all: true }, ['key', 'all'])).not.toThrow();
});

test.each<[given: Record<string, unknown>, names: readonly string[], sentence: string]>([
  [{}, ['id'], 'Say which, with --id.'],
  [{}, ['key', 'all'], 'Say which, with exactly one of --key, --all.'],
  [{ key: ['a'], all: true }, ['key', 'all'], 'Say which, with exactly one of --key, --all.'],
])('%j of %j is refused', (given, names, message) => {
  expect(() => checkSelection<Record<string, unknown>>(given, names)).toThrow(
    expect.objectContaining({ code: 'wrong-usage', message }),
  );
});
