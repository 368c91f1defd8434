const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/** JSON with line ends and indents, and nothing else changed: numbers keep their digits. Anything but JSON stays as it is. */
export function indentJson(text: string): string {
  if (!/^\s*[{[]/.test(text) || text.length > 2_000_000) return text;
  let depth = 0;
  let out = '';
  let isOpen = false;
  for (const [token] of text.matchAll(tokens)) {
    const closes = token === '}' || token === ']';
    if (closes) depth = Math.max(0, depth - 1);
    if (closes && !isOpen) out += newLine(depth);
    if (isOpen && !closes) out += newLine(depth);
    out += token === ':' ? ': ' : token;
    if (token === ',') out += newLine(depth);
    isOpen = token === '{' || token === '[';
    if (isOpen) depth += 1;
  }
  return out;
}

function newLine(depth: number): string {
  return `\n${'  '.repeat(Math.min(depth, 40))}`;
}
