import { maxXmlDepth, maxXmlNodes, parseXml, XmlError } from '../../../../lambda/reader/xml/xml';

function reasonOf(text: string): string | undefined {
  try {
    parseXml(text);
    return undefined;
  } catch (error) {
    return error instanceof XmlError ? error.reason : `thrown: ${error}`;
  }
}

const nested = (depth: number) => `${'<a>'.repeat(depth)}${'</a>'.repeat(depth)}`;

describe('parseXml', () => {
  it('finds elements by their local name and keeps the name as written', () => {
    const root = parseXml('<m:a xmlns:m="urn:x"><b m:c="1"/></m:a>');
    expect(root).toMatchObject({ name: 'a', qualifiedName: 'm:a' });
    expect(root.children).toMatchObject([{ name: 'b', attributes: new Map([['m:c', '1']]) }]);
  });

  it('accepts an undeclared prefix', () => {
    expect(parseXml('<m:a/>').name).toBe('a');
  });

  it.each([
    ['predefined entities', '&lt;&gt;&amp;&quot;&apos;', '<>&"\''],
    ['numeric references', '&#65;&#x1F600;&#13;', 'A😀\r'],
    ['CDATA', 'a<![CDATA[<b>&amp;]]>c', 'a<b>&amp;c'],
    ['white space', ' \t a\n\n b ', ' \t a\n\n b '],
    ['line ends, as XML 1.0 §2.11 normalizes them', 'a\r\nb\rc', 'a\nb\nc'],
    ['NEL and line separators, which XML 1.0 leaves', 'a\u0085b\u2028c', 'a\u0085b\u2028c'],
    ['text around comments and instructions', 'a<!-- x -->b<?y z?>c', 'abc'],
    ['nothing', '', ''],
  ])('reads %s', (_what, content, text) => {
    expect(parseXml(`<m>${content}</m>`).text).toBe(text);
  });

  it('keeps text and elements in their order, and each text whole', () => {
    const { content } = parseXml('<a>1&amp;<!-- -->2<b/>3</a>');
    expect(content.map((item) => (typeof item === 'string' ? item : item.name))).toEqual(['1&2', 'b', '3']);
  });

  it('keeps an element as it is in the document', () => {
    const inner = `<b\r\n  c='<&quot;'\t><d/>\n</b >`.replace('<&', '&lt;&');
    const root = parseXml(`\n<?xml version="1.0"?><!-- <b> --><a>😀${inner}<b/></a>`);
    expect(root.children.map(({ raw }) => raw)).toEqual([inner, '<b/>']);
    expect(root.raw).toBe(`<a>😀${inner}<b/></a>`);
  });

  it('forgives white space before the declaration', () => {
    expect(parseXml('\r\n <?xml version="1.0"?><a/>').name).toBe('a');
  });

  it('reads XML 1.1 by the rules of 1.0', () => {
    expect(parseXml('<?xml version="1.1"?><a>x\u0085y</a>').text).toBe('x\u0085y');
    expect(reasonOf('<?xml version="1.1"?><a>&#1;</a>')).toBe('xml-malformed');
  });

  it.each([
    ['nothing at all', ''],
    ['text alone', 'hello'],
    ['a cut document', '<a><b>'],
    ['a cut tag', '<a b="1'],
    ['two roots', '<a/><b/>'],
    ['text after the root', '<a/>x'],
    ['crossed tags', '<a><b></a></b>'],
    ['an attribute twice', '<a b="1" b="2"/>'],
    ['an attribute without quotes', '<a b=1/>'],
    ['< in an attribute', '<a b="<"/>'],
    ['an undefined entity', '<a>&nbsp;</a>'],
    ['a bare ampersand', '<a>a & b</a>'],
    ['a control character', '<a>\x01</a>'],
    ['NUL', '<a>\0</a>'],
    ['a reference to a control character', '<a>&#8;</a>'],
    ['a reference to half a surrogate pair', '<a>&#xD83D;</a>'],
    ['a reference past Unicode', '<a>&#x110000;</a>'],
    ['half a surrogate pair', '<a>\uD83D</a>'],
    ['U+FFFF', '<a>\uFFFF</a>'],
    [']]> in text', '<a>]]></a>'],
    ['a late declaration', '<a/><?xml version="1.0"?>'],
  ])('refuses %s', (_what, text) => {
    expect(reasonOf(text)).toBe('xml-malformed');
  });

  it.each([
    ['with entities', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'],
    ['with an external subset', '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'],
    ['alone', '<!DOCTYPE a><a/>'],
  ])('refuses a document type %s', (_what, text) => {
    expect(reasonOf(text)).toBe('xml-doctype');
  });

  it('reads elements as deep as the limit, and none deeper', () => {
    expect(reasonOf(nested(maxXmlDepth))).toBeUndefined();
    expect(reasonOf(nested(maxXmlDepth + 1))).toBe('xml-too-deep');
  });

  it.each([5_000, 1_000_000])('ends at the limit of a document %d deep', (depth) => {
    expect(reasonOf(nested(depth))).toBe('xml-too-deep');
    expect(reasonOf('<a>'.repeat(depth))).toBe('xml-too-deep');
  });

  it.each([
    ['elements', (count: number) => `<a>${'<b/>'.repeat(count - 1)}</a>`],
    ['attributes', (count: number) => `<a ${Array.from({ length: count - 1 }, (_, i) => `b${i}=""`).join(' ')}/>`],
  ])('reads as many %s as the limit, and none more', (_what, withNodes) => {
    expect(reasonOf(withNodes(maxXmlNodes))).toBeUndefined();
    expect(reasonOf(withNodes(maxXmlNodes + 1))).toBe('xml-too-complex');
    expect(reasonOf(withNodes(1_000_000))).toBe('xml-too-complex');
  });

  it('reads attributes, texts and names of a megabyte', () => {
    expect(parseXml(`<a b="${'&amp;'.repeat(200_000)}"/>`).attributes.get('b')).toHaveLength(200_000);
    expect(parseXml(`<a>${'x<!---->'.repeat(200_000)}</a>`).text).toHaveLength(200_000);
    expect(parseXml(`<${'a'.repeat(1_000_000)}/>`).name).toHaveLength(1_000_000);
  });

  it('says nothing of the content in its error', () => {
    expect(() => parseXml('<a secret="+15555550100"')).toThrow(/^xml-malformed$/);
  });
});

describe('a document that the parser gets in pieces', () => {
  const snippet = 'a\r\nb\rc&amp;<![CDATA[<\r]]>\u{1F600}&#55357;&#56832;<!-- \r -->d&#13;';
  const text = 'a\nb\nc&<\n\u{1F600}\u{1F600}d\r';

  it.each([0, 1])('is read the same wherever a piece ends, and its raw text is as it was sent (%d)', (lead) => {
    // The piece ends at 65,536: each place of the snippet comes to lie there once.
    for (let before = 65_536 - snippet.length - 20; before < 65_536 + 2; before += 1) {
      const padding = 'x'.repeat(before - '<m><t>'.length + lead);
      const document = `<m><t>${padding}${snippet}</t></m>`;
      const [element] = parseXml(document).children;
      expect(element?.text === `${padding}${text}`).toBe(true);
      if (!snippet.includes('&#55357;')) expect(element?.raw).toBe(document.slice(3, -4));
    }
  });

  it('has raw texts with their line ends', () => {
    const raw = `<t a="1">${'\r'.repeat(70_000)}\r\n<u/>\r</t>`;
    const [element] = parseXml(`<m>${raw}</m>`).children;
    expect(element?.raw === raw).toBe(true);
    expect(element?.text).toBe('\n'.repeat(70_002));
  });
});
