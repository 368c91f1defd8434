import { jsonSchema } from '../../src/support/json-schema';

describe('jsonSchema', () => {
  it('is complete in itself: every $ref is defined, no $id is left', () => {
    const text = JSON.stringify(jsonSchema('MO Message'));
    expect(new Set(text.match(/"\$ref":"[^"]+"/g))).toEqual(new Set(['"$ref":"#/$defs/XmlNode"']));
    expect(Object.keys(jsonSchema('MO Message').$defs ?? {})).toEqual(['XmlNode']);
    expect(text).not.toContain('"$id"');
  });

  it('takes fields that it does not name, unless it is closed', () => {
    expect(JSON.stringify(jsonSchema('MO Message'))).not.toContain('"additionalProperties":false');
    expect(JSON.stringify(jsonSchema('MO Message', { closed: true }))).toContain('"additionalProperties":false');
  });
});
