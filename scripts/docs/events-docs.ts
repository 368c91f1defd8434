import { finals } from '../../lambda/outcomes/fold';
import { type EventType, eventTypes, fileStem } from '../../lambda/reader/families';
import { MessageSubmitted } from '../../lambda/reader/outcome/message-submitted-schema';
import { stateMeanings } from '../../lambda/reader/outcome/outcome-states';
import { unrecognizedReasons } from '../../lambda/reader/unrecognized/unrecognized-reasons';
import { eventSource } from '../../lambda/shared/bus-event';
import { type JsonSchema, jsonSchema } from '../../packages/proof/src/support/json-schema';
import { markdownTable } from '../../packages/proof/src/support/markdown-table';
import { exampleDetails } from './examples';
import { fieldTable } from './field-table';
import { fillBlocks } from './fill-blocks';
import { platformPayloadsSchema, platformPayloadTables } from './platform-payloads';

/** What `npm run docs` writes: the contents of files, by their path below the project. */
export async function eventsDocs(eventsMarkdown: string): Promise<ReadonlyMap<string, string>> {
  const schemas = eventTypes.map(
    (type) => [`docs/schemas/${fileStem(type)}.json`, `${JSON.stringify(jsonSchema(type), null, 2)}\n`] as const,
  );
  const payloads = `${JSON.stringify(platformPayloadsSchema(), null, 2)}\n`;
  return new Map([
    ...schemas,
    ['docs/schemas/platform-payloads.json', payloads],
    ['docs/schemas/message-submitted.json', `${JSON.stringify(messageSubmitted, null, 2)}\n`],
    ['docs/EVENTS.md', fillBlocks(eventsMarkdown, await blocks())],
  ]);
}

async function blocks(): Promise<ReadonlyMap<string, string>> {
  const examples = await exampleDetails();
  return new Map([
    ['an event', exampleEvent('MO Message', examples)],
    ['metadata', fieldTable(partOf('MO Message', 'metadata'))],
    ['outcome metadata', fieldTable(partOf('Message Outcome', 'metadata'))],
    ['outcome states', statesTable()],
    ['Message Submitted', fieldTable(messageSubmitted)],
    ['unrecognized reasons', reasonsTable()],
    ['platform payloads', platformPayloadTables()],
    ...[...examples].map(([type, detail]) => [type, eventText(type, detail)] as const),
  ]);
}

function exampleEvent(type: EventType, examples: ReadonlyMap<EventType, string>): string {
  const detail: unknown = JSON.parse(examples.get(type) ?? '');
  return fenced(JSON.stringify({ source: eventSource, 'detail-type': type, detail }, null, 2));
}

function eventText(type: EventType, detail: string): string {
  const { data }: { readonly data: unknown } = JSON.parse(detail);
  return [
    `An example of \`data\` ([schema](schemas/${fileStem(type)}.json)):`,
    fenced(JSON.stringify(data, null, 2)),
    fieldTable(partOf(type, 'data')),
  ].join('\n\n');
}

function partOf(type: EventType, part: 'metadata' | 'data'): JsonSchema {
  return jsonSchema(type).properties?.[part] ?? {};
}

function fenced(json: string): string {
  return `\`\`\`json\n${json}\n\`\`\``;
}

/** What a sender puts on the bus. */
const messageSubmitted: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Message Submitted',
  description: '`detail` of an event with detail-type `Message Submitted`, from any source.',
  ...JSON.parse(JSON.stringify(MessageSubmitted)),
};

function statesTable(): string {
  const rows = Object.entries(stateMeanings).map(([state, means]) => {
    const isFinal = finals.some((final) => final === state) ? 'yes' : '';
    return [`\`${state}\``, isFinal, means];
  });
  return markdownTable(['state', 'final', 'what it means'], rows);
}

function reasonsTable(): string {
  const rows = Object.entries(unrecognizedReasons).map(([code, { means, todo }]) => [`\`${code}\``, means, todo]);
  return markdownTable(['reason', 'what it means', 'what to do'], rows);
}
