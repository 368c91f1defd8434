import { TextHash } from '../identity/text-hash';
import { isBlank } from '../text/white-space';
import { localName, type XmlElement } from './xml';
import { attributeKey, isNamespaceDeclaration } from './xml-fields';

/** The part of a value that counts; null if none does, because a retry changes it. */
export type ValueRule = (value: string) => string | null;

/**
 * The parts of an element that do not count exactly as they were sent. An element without a rule counts as it was sent.
 */
export interface ElementRule {
  /** By local name, for the attribute that the reader uses. */
  readonly attributes?: Readonly<Record<string, ValueRule>>;
  /** By local name, for the first element of that name, which is the one that the reader uses. */
  readonly children?: Readonly<Record<string, ElementRule>>;
  /** For an element without child elements. */
  readonly text?: ValueRule;
  /** Child elements of different local names may come in any order. */
  readonly anyOrder?: true;
}

/** A name for a namespace whose prefix and exact URI may change in a retry; null for every other namespace. */
export type NamespaceRule = (uri: string) => string | null;

export const leftOut: ValueRule = () => null;

/**
 * SHA-256 (hex) of everything an XML document says, except what the rules name. Names count with their prefixes, and
 * namespace declarations count like attributes, except those of namespaces that `namespaces` names. How the XML is
 * written never counts: the encoding, white space between elements and in tags, the order of attributes, references and
 * CDATA, comments and processing instructions.
 */
export function xmlDigest(root: XmlElement, rule: ElementRule, namespaces: NamespaceRule = () => null): string {
  const hash = new TextHash();
  new XmlHasher(hash, namespaces).add(root, rule);
  return hash.digest();
}

/** The rule of an element that has none. */
const asSent: ElementRule = {};

interface Attribute {
  readonly sortedBy: string;
  readonly name: string;
  readonly value: string;
}

const none = [] as const;

class XmlHasher {
  /**
   * The names of the namespaces that prefixes stand for here. Changed in place, because a copy for each element would
   * be quadratic.
   */
  private readonly names = new Map<string, string | null>();

  constructor(
    private readonly hash: TextHash,
    private readonly namespaces: NamespaceRule,
  ) {}

  add(element: XmlElement, rule: ElementRule): void {
    const outer = this.declare(element);
    const attributes = this.attributesOf(element, rule);
    const text = element.children.length > 0 ? null : textOf(element, rule);
    const saysNothing = text === null && attributes.length === 0 && element.children.length === 0;
    if (!saysNothing) {
      this.hash.add('<', this.nameOf(element.qualifiedName));
      for (const { name, value } of attributes) this.hash.add('@', name, value);
      if (text) this.hash.add('"', text);
      this.addChildren(element, rule);
      this.hash.add('>');
    }
    for (const [prefix, name] of outer) this.names.set(prefix, name);
  }

  private addChildren(element: XmlElement, { children, anyOrder }: ElementRule): void {
    if (element.children.length === 0) return;
    const rules = children && childRules(element, children);
    for (const item of contentOf(element, anyOrder)) {
      if (typeof item === 'string') this.hash.add('"', item);
      else this.add(item, rules?.get(item) ?? asSent);
    }
  }

  /**
   * Sorted by local name. The sort is stable, so attributes that differ only by their prefix stay in their order: a reader
   * takes the first.
   */
  private attributesOf(element: XmlElement, { attributes }: ElementRule): readonly Attribute[] {
    if (element.attributes.size === 0) return none;
    const rules = attributes && attributeRules(element, attributes);
    const counted: Attribute[] = [];
    for (const [name, sent] of element.attributes) {
      const isDeclaration = isNamespaceDeclaration(name);
      if (isDeclaration && this.namespaces(sent) !== null) continue;
      const rule = rules?.get(name);
      const value = rule === undefined ? sent : rule(sent);
      if (value === null) continue;
      if (isDeclaration || !name.includes(':')) counted.push({ sortedBy: name, name, value });
      else counted.push({ sortedBy: localName(name), name: this.nameOf(name), value });
    }
    return counted.sort((a, b) => compare(a.sortedBy, b.sortedBy));
  }

  /** `{mm7}DeliverReq` in a namespace that has a name, otherwise the name as written: no XML name contains a brace. */
  private nameOf(qualifiedName: string): string {
    const colon = qualifiedName.lastIndexOf(':');
    const name = this.names.get(qualifiedName.slice(0, Math.max(0, colon)));
    return name ? `{${name}}${qualifiedName.slice(colon + 1)}` : qualifiedName;
  }

  /** Applies the element's namespace declarations, and returns what its prefixes stood for before. */
  private declare(element: XmlElement): readonly (readonly [string, string | null])[] {
    if (element.attributes.size === 0) return none;
    const outer: (readonly [string, string | null])[] = [];
    for (const [attribute, uri] of element.attributes) {
      if (!isNamespaceDeclaration(attribute)) continue;
      const prefix = attribute.slice('xmlns:'.length);
      outer.push([prefix, this.names.get(prefix) ?? null]);
      this.names.set(prefix, this.namespaces(uri));
    }
    return outer;
  }
}

function childRules(element: XmlElement, rules: Readonly<Record<string, ElementRule>>) {
  return new Map(
    Object.entries(rules).map(([name, rule]) => [element.children.find((child) => child.name === name), rule]),
  );
}

function attributeRules(element: XmlElement, rules: Readonly<Record<string, ValueRule>>) {
  return new Map(Object.entries(rules).map(([name, rule]) => [attributeKey(element, name), rule]));
}

/** The text that counts. An existing element has at least empty text; null only if a rule leaves the text out. */
function textOf({ text }: XmlElement, rule: ElementRule): string | null {
  return rule.text === undefined ? text : rule.text(text);
}

/**
 * White space between child elements means nothing. Of elements that differ only by their prefix, a reader takes the
 * first.
 */
function contentOf(element: XmlElement, anyOrder: true | undefined): readonly (XmlElement | string)[] {
  if (!isBlank(element.text)) return element.content;
  return anyOrder ? [...element.children].sort((a, b) => compare(a.name, b.name)) : element.children;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
