import fc from 'fast-check';
import type { WireElement, XmlExtra } from '../callbacks/xml';
import { names, xmlTexts } from './xml-texts';

const elements: fc.Arbitrary<WireElement> = fc.letrec<{ element: WireElement }>((tie) => ({
  element: fc.record({
    name: names,
    attributes: fc.uniqueArray(fc.tuple(names, xmlTexts(5)), { maxLength: 2, selector: ([name]) => name }),
    content: fc.oneof({ depthSize: 'small' }, xmlTexts(5), fc.array(tie('element'), { minLength: 1, maxLength: 2 })),
    literal: fc.constant(true as const),
  }),
})).element;

/** Names that no field has; one element a name, for a retry may not reorder those of one name. */
export const xmlExtras: fc.Arbitrary<XmlExtra> = fc.oneof(
  { weight: 2, arbitrary: fc.constant({ attributes: [], elements: [] }) },
  fc.record({
    attributes: fc.uniqueArray(fc.tuple(names, xmlTexts(5)), { maxLength: 2, selector: ([name]) => name }),
    elements: fc.uniqueArray(elements.map(inOrder), { maxLength: 2, selector: ({ name }) => name }),
  }),
);

/** The `extra` that they make where they stand in the element of this path (`source/`, or empty for the root). */
export function extraOf(at: readonly (readonly [path: string, extra: XmlExtra])[]): {
  extra?: Record<string, unknown>;
} {
  const entries = at.flatMap(([path, { attributes, elements }]) => [
    ...attributes.map(([name, value]) => [`${path}@${name}`, value] as const),
    ...elements.map((element) => [`${path}${element.name}`, [nodeOf(element)]] as const),
  ]);
  return entries.length === 0 ? {} : { extra: Object.fromEntries(entries) };
}

/** An element as the events carry it. */
export function nodeOf({ name, attributes, content }: WireElement): Record<string, unknown> {
  const items = typeof content === 'string' ? [content].filter((text) => text !== '') : content.map(nodeOf);
  return { name, attributes: Object.fromEntries(attributes), content: items };
}

/** Children in an order that `reversed` does not touch: one at most. */
function inOrder(element: WireElement): WireElement {
  if (typeof element.content === 'string') return element;
  return { ...element, content: element.content.slice(0, 1).map(inOrder) };
}
