import { joinSurrogateReferences } from '../../../../lambda/reader/xml/surrogate-references';
import { parseXml, XmlError } from '../../../../lambda/reader/xml/xml';

test.each([
  ['decimal', '&#55357;&#56832;', '😀'],
  ['hexadecimal', '&#xD83D;&#xDE00;', '😀'],
  ['one of each, with zeros', '&#x0d83d;&#056832;', '😀'],
  ['after another reference', '&#65;&#55357;&#56832;&#66;', '&#65;😀&#66;'],
  ['two in a row', '&#55357;&#56832;&#55357;&#56833;', '😀😁'],
])('halves of a pair become their character: %s', (_what, text, joined) => {
  expect(joinSurrogateReferences(`<a>${text}</a>`)).toBe(`<a>${joined}</a>`);
});

test.each([
  ['in CDATA', '<a><![CDATA[&#55357;&#56832;]]></a>'],
  ['in a comment', '<a><!--&#55357;&#56832;--></a>'],
  ['in CDATA that never ends', '<a><![CDATA[&#55357;&#56832;</a>'],
  ['the wrong way round', '<a>&#56832;&#55357;</a>'],
  ['a half alone', '<a>&#55357;</a>'],
  ['apart', '<a>&#55357; &#56832;</a>'],
  ['no halves', '<a>&#65;&#66;&#55000;&#57999;</a>'],
])('nothing else is touched: %s', (_what, document) => {
  expect(joinSurrogateReferences(document)).toBe(document);
});

test('a text with such an emoji is read', () => {
  expect(parseXml('<message>Hi &#55357;&#56832;!</message>').text).toBe('Hi 😀!');
});

test('half a pair is still no XML', () => {
  expect(() => parseXml('<a>&#55357;</a>')).toThrow(XmlError);
});

test.each(['<![CDATA[', '<!--', '&#55357;'])('4 MB of %s are passed over once', (piece) => {
  const document = `<a>${piece.repeat(4_000_000 / piece.length)}`;
  expect(joinSurrogateReferences(document)).toBe(document);
});
