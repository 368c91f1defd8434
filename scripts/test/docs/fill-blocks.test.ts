import { fillBlocks } from '../../docs/fill-blocks';

const document =
  'before\n<!-- generated: a -->\nold\n<!-- end -->\nbetween\n<!-- generated: b c -->\n<!-- end -->\nafter\n';

describe('fillBlocks', () => {
  it('replaces what is between the marks, and nothing else', () => {
    const texts = new Map([
      ['a', 'new $1 $&'],
      ['b c', 'two\nlines'],
    ]);
    const filled =
      'before\n<!-- generated: a -->\nnew $1 $&\n<!-- end -->\nbetween\n<!-- generated: b c -->\ntwo\nlines\n<!-- end -->\nafter\n';
    expect(fillBlocks(document, texts)).toBe(filled);
    expect(fillBlocks(filled, texts)).toBe(filled);
  });

  it('names a block without a text', () => {
    expect(() => fillBlocks(document, new Map([['a', '']]))).toThrow('nothing is generated for the block "b c"');
  });

  it('names a text without a block', () => {
    const texts = new Map(['a', 'b c', 'd'].map((name) => [name, '']));
    expect(() => fillBlocks(document, texts)).toThrow('the document has no block for: d');
  });
});
