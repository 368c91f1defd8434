import { parseXml } from '../../../../lambda/reader/xml/xml';
import { XmlFields } from '../../../../lambda/reader/xml/xml-fields';

const fieldsOf = (text: string) => new XmlFields(parseXml(text));

describe('XmlFields', () => {
  it('gives what was asked for, and the rest as extra', () => {
    const fields = fieldsOf('<a b="1" c="2"><d e="3">text</d><f>4</f><f g="5"><h/></f></a>');
    expect(fields.attribute('b')).toBe('1');
    expect(fields.requiredChild('d').text()).toBe('text');
    expect(fields.extra()).toEqual({
      extra: {
        '@c': '2',
        'd/@e': '3',
        f: [
          { name: 'f', attributes: {}, content: ['4'] },
          { name: 'f', attributes: { g: '5' }, content: [{ name: 'h', attributes: {}, content: [] }] },
        ],
      },
    });
  });

  it('has no extra where everything was asked for', () => {
    const fields = fieldsOf('<v:a xmlns:v="urn:v" v:b="1">\n <v:c/>\n</v:a>');
    expect(fields.attribute('b')).toBe('1');
    expect(fields.child('c')?.text()).toBe('');
    expect(fields.extra()).toEqual({});
  });

  it('prefers the attribute without a prefix', () => {
    expect(fieldsOf('<a v:b="2" b="1"/>').attribute('b')).toBe('1');
  });

  it('takes the first of several elements, and passes on the others', () => {
    const fields = fieldsOf('<a><b>1</b><b>2</b></a>');
    expect(fields.child('b')?.text()).toBe('1');
    expect(fields.extra()).toEqual({ extra: { b: [{ name: 'b', attributes: {}, content: ['2'] }] } });
  });

  it.each(['\u00a0', '\u3000', '\ufeff'])(
    'passes on %j where only elements belong: it is not white space of XML',
    (text) => {
      const fields = fieldsOf(`<a>${text}<b/></a>`);
      fields.child('b');
      expect(fields.extra()).toEqual({ extra: { 'text()': text } });
    },
  );

  it('passes on text where only elements belong', () => {
    expect(fieldsOf('<a> stray </a>').extra()).toEqual({ extra: { 'text()': ' stray ' } });
  });

  it('keeps names that objects have of their own', () => {
    const fields = fieldsOf('<a __proto__="1"><constructor/></a>');
    expect(JSON.stringify(fields.extra())).toBe(
      '{"extra":{"@__proto__":"1","constructor":[{"name":"constructor","attributes":{},"content":[]}]}}',
    );
    expect(fieldsOf('<a/>').attribute('constructor')).toBeNull();
  });

  it('leaves in extra what cannot be read', () => {
    const fields = fieldsOf('<a b="x" c="1"/>');
    const digit = (text: string) => (/^\d$/.test(text) ? Number(text) : null);
    expect([fields.readAttribute('b', digit), fields.readAttribute('c', digit)]).toEqual([null, 1]);
    expect(fields.extra()).toEqual({ extra: { '@b': 'x' } });
  });

  it('gives an element whole, and then has it no more', () => {
    const fields = fieldsOf('<a><b c="1">2</b></a>');
    expect(fields.whole('b')?.raw).toBe('<b c="1">2</b>');
    expect(fields.whole('x')).toBeNull();
    expect(fields.extra()).toEqual({});
  });

  it.each([
    ['an attribute', () => fieldsOf('<a/>').requiredAttribute('b')],
    ['an element', () => fieldsOf('<a/>').requiredChild('b')],
    ['a value', () => fieldsOf('<a b=""/>').filledAttribute('b')],
  ])('says that %s is missing', (_what, read) => {
    expect(read).toThrow('xml-missing-field');
  });

  it('takes an empty value for one', () => {
    expect(fieldsOf('<a b=""/>').requiredAttribute('b')).toBe('');
  });
});
