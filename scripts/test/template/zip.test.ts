import { zip } from '../../template/zip';

const files: readonly (readonly [string, Uint8Array])[] = [
  ['b/c.txt', Buffer.from('hello')],
  ['a.mjs', Buffer.from('export {};\n')],
];

/** What Python's zipfile writes for the same files: stored, mode 644, 1 January 1980. */
const expected =
  '504b030414000000000000002100514407400b0000000b00000005000000612e6d6a736578706f7274207b7d3b0a' +
  '504b03041400000000000000210086a61036050000000500000007000000622f632e74787468656c6c6f' +
  '504b0102140314000000000000002100514407400b0000000b000000050000000000000000000000a48100000000612e6d6a73' +
  '504b010214031400000000000000210086a610360500000005000000070000000000000000000000a4812e000000622f632e747874' +
  '504b0506000000000200020068000000580000000000';

test('a zip is byte for byte what another program writes', () => {
  expect(Buffer.from(zip(new Map(files))).toString('hex')).toBe(expected);
});

test('the order of the files does not matter', () => {
  expect(zip(new Map([...files].reverse()))).toEqual(zip(new Map(files)));
});
