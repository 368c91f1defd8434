import type { Extra, XmlNode } from '../common-schema';
import { isBlank, trimmed } from '../text/white-space';
import { UnrecognizedError } from '../unrecognized/unrecognized-error';
import type { XmlElement } from './xml';
import { xmlNode } from './xml-node';

/** Reads an element's fields by name. Anything not asked for is `extra`: passed on, never dropped. */
export class XmlFields {
  private readonly taken = new Set<string>();
  private readonly opened = new Map<XmlElement, XmlFields>();
  private readonly wholes = new Set<XmlElement>();
  private textTaken = false;

  constructor(private readonly element: XmlElement) {}

  /** The attribute's value, with any prefix, or null if it was not sent. */
  attribute(name: string): string | null {
    return this.readAttribute(name, (value) => value);
  }

  /** The same, converted by `read`; a value that cannot be read is null here and stays in `extra`. */
  readAttribute<T>(name: string, read: (value: string) => T | null): T | null {
    const key = attributeKey(this.element, name);
    const value = key === undefined ? null : read(this.element.attributes.get(key) ?? '');
    if (key !== undefined && value !== null) this.taken.add(key);
    return value;
  }

  /** @throws UnrecognizedError `xml-missing-field` if it was not sent; an empty value is allowed */
  requiredAttribute(name: string): string {
    return required(this.attribute(name));
  }

  /** @throws UnrecognizedError `xml-missing-field` if it was not sent, or is empty */
  filledAttribute(name: string): string {
    return required(this.attribute(name) || null);
  }

  /** The first child element of that local name, or null. */
  child(name: string): XmlFields | null {
    const element = this.element.children.find((child) => child.name === name);
    if (element === undefined) return null;
    const fields = this.opened.get(element) ?? new XmlFields(element);
    this.opened.set(element, fields);
    return fields;
  }

  /** @throws UnrecognizedError `xml-missing-field` if it was not sent */
  requiredChild(name: string): XmlFields {
    return required(this.child(name));
  }

  /** The element's character data, exactly. */
  text(): string {
    this.textTaken = true;
    return this.element.text;
  }

  /**
   * The same without the white space around it.
   * @throws UnrecognizedError `xml-missing-field` if it is empty
   */
  filledText(): string {
    return required(trimmed(this.text()) || null);
  }

  /** The first child element of that local name, to pass on as it was sent, or null. */
  whole(name: string): XmlElement | null {
    const element = this.element.children.find((child) => child.name === name);
    if (element !== undefined) this.wholes.add(element);
    return element ?? null;
  }

  /** Everything that has not been asked for so far; empty if nothing is left. */
  extra(): { extra?: Extra } {
    const left = new Map<string, string | XmlNode[]>();
    this.collect('', left);
    return left.size === 0 ? {} : { extra: Object.fromEntries(left) };
  }

  private collect(path: string, left: Map<string, string | XmlNode[]>): void {
    for (const name of attributeNames(this.element)) {
      if (!this.taken.has(name)) left.set(`${path}@${name}`, this.element.attributes.get(name) ?? '');
    }
    if (!this.textTaken && !isBlank(this.element.text)) left.set(`${path}text()`, this.element.text);
    for (const child of this.element.children.filter((child) => !this.wholes.has(child))) {
      const fields = this.opened.get(child);
      const key = `${path}${child.qualifiedName}`;
      if (fields) fields.collect(`${path}${child.name}/`, left);
      else append(left, key, xmlNode(child));
    }
  }
}

/** In place: for 4 MB of elements with one name, a copy for each would take minutes. */
function append(left: Map<string, string | XmlNode[]>, key: string, node: XmlNode): void {
  const nodes = left.get(key);
  if (Array.isArray(nodes)) nodes.push(node);
  else left.set(key, [node]);
}

/**
 * The attribute of that local name to read: the one without a prefix if there is one, otherwise the first with any
 * prefix.
 */
export function attributeKey(element: XmlElement, name: string): string | undefined {
  const names = attributeNames(element);
  return names.find((key) => key === name) ?? names.find((key) => key.endsWith(`:${name}`));
}

/** Namespace declarations are syntax, not fields. */
function attributeNames(element: XmlElement): string[] {
  return [...element.attributes.keys()].filter((name) => !isNamespaceDeclaration(name));
}

export function isNamespaceDeclaration(name: string): boolean {
  return name === 'xmlns' || name.startsWith('xmlns:');
}

function required<T>(value: T | null): T {
  if (value === null) throw new UnrecognizedError('xml-missing-field');
  return value;
}
