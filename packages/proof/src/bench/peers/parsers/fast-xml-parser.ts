import { XMLParser } from 'fast-xml-parser';
import { type Path, type SmsFields, smsFields } from '../../parsers/sms-fields';

/** Values kept as text and exactly; `htmlEntities` is what reads character references. */
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@_',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  htmlEntities: true,
});

type Node = string | { readonly [name: string]: Node } | undefined;

export function read(xml: string): SmsFields {
  const document: Record<string, Node> = parser.parse(xml);
  const root = Object.keys(document).find((name) => !name.startsWith('?') && name !== '#text') ?? '';
  const at = (path: Path) => (path === '' ? [root] : [root, ...path.split('/')]).reduce<Node>(child, document);
  return smsFields({
    root,
    attribute: (path, name) => textOf(child(at(path), `@_${name}`)),
    text: (path) => {
      const node = at(path);
      if (node === undefined) return null;
      return typeof node === 'string' ? node : (textOf(node['#text']) ?? '');
    },
  });
}

function child(node: Node, name: string): Node {
  return typeof node === 'object' ? node[name] : undefined;
}

function textOf(node: Node): string | null {
  return typeof node === 'string' ? node : null;
}
