import { type Node, parseTree } from 'jsonc-parser';

/** JSON with its numbers as written and every key, including duplicates. */
export type JsonTree =
  | { readonly kind: 'object'; readonly entries: readonly (readonly [key: string, value: JsonTree])[] }
  | { readonly kind: 'array'; readonly items: readonly JsonTree[] }
  | { readonly kind: 'string'; readonly text: string }
  /** A number, `true`, `false` or `null`, as it was written. */
  | { readonly kind: 'number' | 'word'; readonly text: string };

/** @throws SyntaxError when the text is not JSON */
export function readJsonTree(text: string): JsonTree {
  JSON.parse(text);
  const root = parseTree(text, [], { disallowComments: true });
  if (root === undefined) throw new SyntaxError('The text is not JSON.');
  return toTree(root, text);
}

function toTree(node: Node, text: string): JsonTree {
  const { type, children = [], offset, length } = node;
  switch (type) {
    case 'object':
      return { kind: 'object', entries: children.flatMap((child) => entryOf(child, text)) };
    case 'array':
      return { kind: 'array', items: children.map((child) => toTree(child, text)) };
    case 'string':
      return { kind: 'string', text: String(node.value) };
    case 'number':
      return { kind: 'number', text: text.slice(offset, offset + length) };
    case 'boolean':
    case 'null':
      return { kind: 'word', text: text.slice(offset, offset + length) };
    case 'property':
      throw new SyntaxError('A property is outside an object.');
    default:
      return type satisfies never;
  }
}

function entryOf({ children = [] }: Node, text: string): readonly (readonly [string, JsonTree])[] {
  const [key, value] = children;
  return key === undefined || value === undefined ? [] : [[String(key.value), toTree(value, text)]];
}

/** JSON text again, each number as it was written. */
export function writeJsonTree(tree: JsonTree): string {
  switch (tree.kind) {
    case 'object':
      return `{${tree.entries.map(([key, value]) => `${JSON.stringify(key)}:${writeJsonTree(value)}`).join(',')}}`;
    case 'array':
      return `[${tree.items.map(writeJsonTree).join(',')}]`;
    case 'string':
      return JSON.stringify(tree.text);
    case 'number':
    case 'word':
      return tree.text;
    default:
      return tree satisfies never;
  }
}
