import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { maxDataBytes } from '../../../lambda/reader/event-size';
import { eventTypes, fileStem } from '../../../lambda/reader/families';
import { maxTokens } from '../../../lambda/reader/json/json-tokens';
import { unrecognizedReasons } from '../../../lambda/reader/unrecognized/unrecognized-reasons';
import { maxXmlDepth, maxXmlNodes } from '../../../lambda/reader/xml/xml';
import { eventsDocs } from '../../docs/events-docs';
import { exampleDetails } from '../../docs/examples';

const project = join(__dirname, '..', '..', '..');
const read = (path: string) => readFileSync(join(project, path), 'utf8');
const types = eventTypes;

function validatorOf(type: (typeof types)[number]): ValidateFunction {
  const ajv = addFormats(new Ajv({ strict: true, allowUnionTypes: true }));
  return ajv.compile(JSON.parse(read(`docs/schemas/${fileStem(type)}.json`)));
}

describe('npm run docs', () => {
  it('has nothing to change', async () => {
    const documents = await eventsDocs(read('docs/EVENTS.md'));
    for (const [path, content] of documents) expect([path, read(path)]).toEqual([path, content]);
  });

  it('writes a schema for each type, and no other is there', () => {
    expect(readdirSync(join(project, 'docs/schemas')).sort()).toEqual(
      [...types.map((type) => `${fileStem(type)}.json`), 'message-submitted.json', 'platform-payloads.json'].sort(),
    );
  });
});

describe('the published schemas', () => {
  it.each(types)('hold for the example of %s', async (type) => {
    const examples = await exampleDetails();
    const validate = validatorOf(type);
    validate(JSON.parse(examples.get(type) ?? ''));
    expect(validate.errors).toBeNull();
  });

  it.each(types)('take new fields, and miss known ones, in %s', async (type) => {
    const validate = validatorOf(type);
    const detail = JSON.parse((await exampleDetails()).get(type) ?? '');
    expect(validate({ ...detail, news: 1, data: { ...detail.data, news: 1 } })).toBe(true);
    for (const key of Object.keys(detail.metadata)) {
      const { [key]: _left, ...metadata } = detail.metadata;
      expect([key, validate({ ...detail, metadata })]).toEqual([key, false]);
    }
  });
});

describe('docs/EVENTS.md', () => {
  const events = read('docs/EVENTS.md');

  it.each(types)('has a section for %s', (type) => {
    expect(events).toContain(`\n## ${type}\n`);
  });

  it('says what every reason means and what to do', () => {
    for (const [code, { means, todo }] of Object.entries(unrecognizedReasons)) {
      expect(events).toContain(`| \`${code}\` | ${means} | ${todo} |`);
    }
  });

  it('names the limits that the code has', () => {
    expect(events).toContain(`at most ${maxDataBytes / 1024} KiB of JSON`);
    expect(unrecognizedReasons['xml-too-deep'].means).toContain(` ${maxXmlDepth} `);
    expect(unrecognizedReasons['xml-too-complex'].means).toContain(maxXmlNodes.toLocaleString('en'));
    expect(unrecognizedReasons['json-too-complex'].means).toContain(maxTokens.toLocaleString('en'));
  });
});
