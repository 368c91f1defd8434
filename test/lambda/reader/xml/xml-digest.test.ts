import { parseXml } from '../../../../lambda/reader/xml/xml';
import { type ElementRule, leftOut, xmlDigest } from '../../../../lambda/reader/xml/xml-digest';

const digest = (text: string, rule: ElementRule = {}) =>
  xmlDigest(parseXml(text), rule, (uri) => (uri.startsWith('urn:known') ? 'known' : null));

const same = (a: string, b: string, rule?: ElementRule) => expect(digest(a, rule)).toBe(digest(b, rule));
const other = (a: string, b: string, rule?: ElementRule) => expect(digest(a, rule)).not.toBe(digest(b, rule));

/** Both prefixes stand for the namespace that has a name. */
const twoPrefixes = (k: number, l: number) => `<a xmlns:k="urn:known:1" xmlns:l="urn:known:2" k:x="${k}" l:x="${l}"/>`;

describe('the digest of a document', () => {
  it('does not depend on how XML is written', () => {
    same(
      '<a x="1" y="&#50;"><b>c &amp; d</b><e/></a>',
      "<?xml version='1.0'?>\n<a  y='2' x='1'>\n <b><![CDATA[c & d]]></b><!-- f --><?g?>\n<e></e></a >",
    );
  });

  it.each([
    ['white space in a text', '<a> </a>', '<a/>'],
    ['white space beside a text', '<a>x<b/> </a>', '<a>x<b/></a>'],
    ['the order of elements', '<a><b/><c/></a>', '<a><c/><b/></a>'],
    ['the place of a text', '<a>x<b/></a>', '<a><b/>x</a>'],
    ['where an element ends', '<a><b/><c/></a>', '<a><b><c/></b></a>'],
    ['an attribute and an element', '<a b="1"/>', '<a><b>1</b></a>'],
    ['what looks like another element', '<a>1:&lt;1:b1:&gt;</a>', '<a><b/></a>'],
    ['prefixes that are not declared', '<a p:x="1" q:x="2"/>', '<a p:x="2" q:x="1"/>'],
    ['elements that differ by their prefix', '<a><p:x>1</p:x><q:x>2</q:x></a>', '<a><p:x>3</p:x><q:x>2</q:x></a>'],
    ['a namespace', '<a xmlns:p="urn:1"><p:x/></a>', '<a xmlns:p="urn:2"><p:x/></a>'],
    ['a declaration that no name uses', '<a/>', '<a xmlns:p="urn:1"/>'],
    ['a name and a name in a namespace', '<a/>', '<a xmlns="urn:known"/>'],
    ['values of attributes that get one name', twoPrefixes(1, 2), twoPrefixes(2, 1)],
    ['which of two attributes comes first that differ by their prefix', '<a p:x="1" q:x="2"/>', '<a q:x="2" p:x="1"/>'],
  ])('depends on %s', (_what, a, b) => other(a, b));

  it('does not depend on the prefix of a namespace that has a name, or on its exact URI', () => {
    same('<a xmlns="urn:known:1"><b/></a>', '<k:a xmlns:k="urn:known:2"><k:b/></k:a>');
    same('<k:a xmlns:k="urn:known:1" k:x="1"/>', '<l:a xmlns:l="urn:known:1" l:x="1"/>');
  });

  it('reads a prefix by its declaration at that place', () => {
    const inside = (uri: string) => `<k:a xmlns:k="urn:known"><k:b xmlns:k="${uri}"><k:c/></k:b><k:c/></k:a>`;
    other(inside('urn:known'), inside('urn:1'));
    same(inside('urn:known'), '<a xmlns="urn:known"><b><c/></b><c/></a>');
    other(inside('urn:1'), inside('urn:2'));
  });
});

describe('a rule', () => {
  const upper = (text: string) => text.toUpperCase();
  const rule: ElementRule = {
    attributes: { n: leftOut, d: upper },
    children: { t: { text: leftOut, attributes: { m: leftOut } }, u: { text: upper } },
  };

  it('leaves out what a retry changes, whether it is there or not', () => {
    same('<a n="1" d="x"><t m="1">1</t><u>y</u></a>', '<a d="X"><u>Y</u></a>', rule);
  });

  it.each([
    ['a second attribute of that name', '<a n="1"/>', '<a n="1" p:n="2"/>'],
    ['a second element of that name', '<a><t>1</t></a>', '<a><t>1</t><t>2</t></a>'],
    ['an element of that name elsewhere', '<a><b><t>1</t></b></a>', '<a><b><t>2</t></b></a>'],
    ['what else the element has', '<a><t>1</t></a>', '<a><t z="1">1</t></a>'],
    ['elements in it', '<a><t>1</t></a>', '<a><t>1<z/></t></a>'],
  ])('leaves nothing out of %s', (_what, a, b) => other(a, b, rule));

  it('may let fields come in any order, those of one name in theirs', () => {
    const anyOrder: ElementRule = { anyOrder: true };
    same('<a><b/><c>1</c><c>2</c></a>', '<a><c>1</c><b/><c>2</c></a>', anyOrder);
    other('<a><c>1</c><c>2</c></a>', '<a><c>2</c><c>1</c></a>', anyOrder);
    other('<a>x<b/><c/></a>', '<a>x<c/><b/></a>', anyOrder);
    // The first of them is the one that is read.
    other('<a><p:c>1</p:c><c>2</c></a>', '<a><c>2</c><p:c>1</p:c></a>', anyOrder);
  });
});
