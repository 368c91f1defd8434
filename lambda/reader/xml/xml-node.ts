import type { XmlNode } from '../common-schema';
import { isBlank } from '../text/white-space';
import type { XmlElement } from './xml';

/** Loses only the white space between child elements, which a sender may change without saying anything new. */
export function xmlNode(element: XmlElement): XmlNode {
  const layout = element.children.length > 0 && isBlank(element.text);
  return {
    name: element.qualifiedName,
    attributes: Object.fromEntries(element.attributes),
    content: (layout ? element.children : element.content).map((item) =>
      typeof item === 'string' ? item : xmlNode(item),
    ),
  };
}
