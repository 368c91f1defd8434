import { parseXml } from '../../../../lambda/reader/xml/xml';
import { xmlNode } from '../../../../lambda/reader/xml/xml-node';

const nodeOf = (text: string) => xmlNode(parseXml(text));

describe('xmlNode', () => {
  it('keeps text and elements in their order', () => {
    expect(nodeOf('<a>1<v:b c="2"> </v:b> 3</a>')).toEqual({
      name: 'a',
      attributes: {},
      content: ['1', { name: 'v:b', attributes: { c: '2' }, content: [' '] }, ' 3'],
    });
  });

  it('is the same however the children are laid out', () => {
    expect(nodeOf('<a>\n  <b/>\n  <c/>\n</a>')).toEqual(nodeOf('<a><b/><c/></a>'));
  });

  it('is another one when the order of the children is', () => {
    expect(nodeOf('<a><b/><c/></a>')).not.toEqual(nodeOf('<a><c/><b/></a>'));
  });
});
