import { fieldNames, fieldTable } from '../../docs/field-table';

const reference = { type: 'object', properties: { bucket: {}, key: {}, sha256: {} } };

describe('fieldTable', () => {
  it('unfolds objects and lists, and says what may be null or absent', () => {
    const table = fieldTable({
      required: ['id', 'from', 'list', 'kind'],
      properties: {
        id: { type: 'string', description: 'The id.' },
        from: {
          anyOf: [
            { type: 'object', required: ['at'], properties: { at: { type: 'string', format: 'date-time' } } },
            { type: 'null' },
          ],
        },
        list: {
          type: 'array',
          items: { type: 'object', properties: { n: { type: 'integer', description: 'A number.' } } },
        },
        kind: { anyOf: [{ const: 'a' }, { const: 'b' }], description: 'One of two.' },
      },
    });
    expect(table.split('\n').slice(2)).toEqual([
      '| `id` | string | The id. |',
      '| `from` | object or null |  |',
      '| `from.at` | date-time |  |',
      '| `list` | list of objects |  |',
      '| `list[].n` | integer, if any | A number. |',
      '| `kind` | string | One of two. |',
    ]);
  });

  it('refers to an XML element, which has a section of its own', () => {
    const table = fieldTable({ properties: { element: { $ref: '#/$defs/XmlNode' } } });
    expect(table.split('\n').slice(2)).toEqual([
      '| `element` | [element](#what-vibes-does-not-document), if any | The element as JSON. |',
    ]);
  });

  it('leaves out the companions of fields, but no field whose name merely ends in Text', () => {
    const table = fieldTable({
      required: ['text', 'code', 'date', 'dateText', 'statusText'],
      properties: {
        text: {},
        textObject: reference,
        code: {},
        codeText: {},
        date: {},
        dateText: {},
        statusText: {},
        noteText: {},
        extra: {},
        extraObject: reference,
      },
    });
    expect([...table.matchAll(/`(\w+)`/g)].map(([, name]) => name)).toEqual([
      'text',
      'code',
      'date',
      'dateText',
      'statusText',
      'noteText',
    ]);
  });
});

it('names the fields that are always there, those of objects and lists by their paths', () => {
  const names = fieldNames({
    required: ['id', 'from', 'list', 'payload'],
    properties: {
      id: { type: 'string' },
      from: { anyOf: [{ type: 'object', required: ['at'], properties: { at: {}, zone: {} } }, { type: 'null' }] },
      list: { type: 'array', items: { type: 'object', required: ['n'], properties: { n: {} } } },
      payload: { type: 'object', properties: {} },
      payloadObject: reference,
    },
  });
  expect(names).toEqual(['id', 'from.at', 'list[].n', 'payload']);
});
