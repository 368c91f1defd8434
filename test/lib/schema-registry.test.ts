import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { eventTypes } from '../../lambda/reader/families';
import { openApiEvent } from '../../lib/open-api-event';
import { ofType, synthesize, theOnly } from './synth';

const withRegistry = synthesize({ schemaRegistry: true });
const schemas = ofType(withRegistry, 'AWS::EventSchemas::Schema');

test('by default there is no registry', () => {
  expect(ofType(synthesize(), 'AWS::EventSchemas::Registry')).toEqual([]);
  expect(ofType(synthesize(), 'AWS::EventSchemas::Schema')).toEqual([]);
});

test('each type of event has its schema, named as EventBridge names what it discovers', () => {
  const [registry, { Properties }] = theOnly(withRegistry, 'AWS::EventSchemas::Registry');
  expect(Properties.RegistryName).toBe('Stack-vibes-callbacks');
  expect(schemas).toHaveLength(eventTypes.length);
  expect(schemas.map(([, schema]) => schema.Properties.SchemaName)).toContain('vibes.callbacks@MOMessage');
  for (const [, schema] of schemas) {
    expect(schema.Properties.Type).toBe('OpenApi3');
    expect(schema.Properties.RegistryName).toEqual({ 'Fn::GetAtt': [registry, 'RegistryName'] });
  }
});

/** What of JSON Schema 2020-12 is in OpenAPI 3.0 otherwise, or not at all. */
const unknown = /"(?:const|anyOf|patternProperties|\$defs|\$id|\$schema)":|"type":"null"/;

test.each(eventTypes)('the schema of %s is one of OpenAPI 3.0, with a component for each object', (detailType) => {
  const text = JSON.stringify(openApiEvent(detailType));
  expect(text).not.toMatch(unknown);
  const { components } = JSON.parse(text);
  const references = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name);
  expect(references.length).toBeGreaterThan(2);
  const names = Object.keys(components.schemas).filter((name) => name !== 'AWSEvent');
  expect([...new Set(references)].sort()).toEqual(names.sort());
  expect(components.schemas.AWSEvent).toMatchObject({
    'x-amazon-events-detail-type': detailType,
    'x-amazon-events-source': 'vibes.callbacks',
  });
});

describe('the schema of an MO Message', () => {
  const ajv = addFormats(new Ajv({ strict: false }));
  const validate = ajv.compile({ ...openApiEvent('MO Message'), $ref: '#/components/schemas/AWSEvent' });
  const metadata = {
    ...{ id: '5f8e7f3e-6f0a-5d0e-9c7a-3f2b1a0d9c8e', identity: 'moMessage:1', requestId: 'r', route: '/sms/mo' },
    ...{ receivedAt: '2026-05-06T12:08:09.000Z', proof: 'basic:current', attempt: null, query: { a: ['b'] } },
    ...{ headers: null, schemaVersion: 1 },
  };
  const data = {
    ...{ messageId: '1', text: 'ORDER 2', keyword: 'ORDER', receiptDate: null, receiptDateText: null },
    source: { address: '+15555550100', carrier: null, type: 'MDN' },
    destination: { address: '12345', type: 'SC' },
    ...{ attemptNumber: null, longMessageInfo: null, extra: { 'source/@zone': 'x', campaign: [{ name: 'campaign' }] } },
  };
  const event = {
    ...{ version: '0', id: 'e', account: '1', region: 'us-east-1', resources: [], time: '2026-05-06T12:08:09Z' },
    ...{ source: 'vibes.callbacks', 'detail-type': 'MO Message' },
  };

  it('describes an event as a rule gets it', () => {
    validate({ ...event, detail: { metadata, data } });
    expect(validate.errors).toBeNull();
  });

  it.each([
    ['without its detail', event],
    ['with a number for a text', { ...event, detail: { metadata, data: { ...data, text: 7 } } }],
    ['with null where there is always something', { ...event, detail: { metadata, data: { ...data, source: null } } }],
    ['with a proof that there is not', { ...event, detail: { metadata: { ...metadata, proof: 'none' }, data } }],
  ])('does not describe one %s', (_what, wrong) => {
    expect(validate(wrong)).toBe(false);
  });
});
