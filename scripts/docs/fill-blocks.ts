/**
 * Puts generated text between its marks, `<!-- generated: NAME -->` and `<!-- end -->`; the text around them is written
 * by hand and stays.
 * @throws Error that names a block without its text, or a text without its block
 */
export function fillBlocks(document: string, texts: ReadonlyMap<string, string>): string {
  const filled = new Set<string>();
  const result = document.replace(/(<!-- generated: (.+?) -->\n)[\s\S]*?(<!-- end -->)/g, (_, start, name, end) => {
    const text = texts.get(name);
    if (text === undefined) throw new Error(`nothing is generated for the block "${name}"`);
    filled.add(name);
    return `${start}${text}\n${end}`;
  });
  const missing = [...texts.keys()].filter((name) => !filled.has(name));
  if (missing.length > 0) throw new Error(`the document has no block for: ${missing.join(', ')}`);
  return result;
}
