import { asRecord } from '../../../template/properties';
import { type JsonTree, writeJsonTree } from '../pattern/json-tree';
import { compileJsonPath, type PathReader } from './json-path';

/** What a template may refer to besides the event. */
export interface RuleNames {
  readonly name: string;
  readonly arn: string;
}

export type Transform = (event: JsonTree, publishedAt: Date) => string;

/** The service's limit of variables. */
const maxVariables = 100;
const reserved = /^aws\./i;

/**
 * Compiles an `InputTransformer` (user guide, "Amazon EventBridge input transformation").
 * @throws Error for what EventBridge refuses
 */
export function compileInputTransformer(transformer: unknown, rule: RuleNames): Transform {
  const { InputPathsMap: paths, InputTemplate: template } = asRecord(transformer);
  if (typeof template !== 'string' || template === '') throw new Error('its InputTransformer has no InputTemplate');
  const readers = Object.entries(asRecord(paths)).map(([name, path]) => [name, readerOf(name, path)] as const);
  if (readers.length > maxVariables) throw new Error(`its InputPathsMap has more than ${maxVariables} variables`);
  const variables: ReadonlyMap<string, PathReader> = new Map(readers);
  const parts = splitTemplate(template, (name) => Object.hasOwn(predefined, name) || variables.has(name));
  return (event, publishedAt) => {
    const find = (name: string) =>
      predefined[name]?.({ event, rule, publishedAt }) ?? variables.get(name)?.(event) ?? nothing;
    return parts.map((part) => (typeof part === 'string' ? part : insert(find(part.name), part.inString))).join('');
  };
}

function readerOf(name: string, path: unknown): PathReader {
  if (reserved.test(name)) throw new Error(`the variable <${name}> begins with "aws.", which is EventBridge's own`);
  return compileJsonPath(String(path));
}

/** A variable whose path finds nothing is an empty text. */
const nothing: JsonTree = { kind: 'string', text: '' };

interface Known {
  readonly event: JsonTree;
  readonly rule: RuleNames;
  readonly publishedAt: Date;
}

const predefined: Readonly<Record<string, (known: Known) => JsonTree>> = {
  'aws.events.rule-arn': ({ rule }) => ({ kind: 'string', text: rule.arn }),
  'aws.events.rule-name': ({ rule }) => ({ kind: 'string', text: rule.name }),
  'aws.events.event.ingestion-time': ({ publishedAt }) => ({ kind: 'string', text: publishedAt.toISOString() }),
  'aws.events.event': ({ event }) => withoutDetail(event),
  'aws.events.event.json': ({ event }) => event,
};

function withoutDetail(event: JsonTree): JsonTree {
  if (event.kind !== 'object') return event;
  return { kind: 'object', entries: event.entries.filter(([key]) => key !== 'detail') };
}

interface Placeholder {
  readonly name: string;
  /** Between the quotes of a JSON string. */
  readonly inString: boolean;
}

/** Unknown variables stay as they are: `<b>` is text. */
function splitTemplate(template: string, isKnown: (name: string) => boolean): readonly (string | Placeholder)[] {
  const parts: (string | Placeholder)[] = [];
  let inString = false;
  for (const [token] of template.matchAll(/<[\w.-]+>|\\.|[\s\S]/g)) {
    const name = token.length > 2 && token.startsWith('<') ? token.slice(1, -1) : undefined;
    if (name !== undefined && isKnown(name)) parts.push({ name, inString });
    else parts.push(token);
    if (token === '"') inString = !inString;
  }
  return parts;
}

/**
 * Inside a string a value is inserted unescaped, so a quote in it breaks the JSON, as the guide warns. Objects and lists
 * lose their quotes there. Outside a string, text gets quotes.
 */
function insert(value: JsonTree, inString: boolean): string {
  if (!inString) return writeJsonTree(value);
  return value.kind === 'string' ? value.text : writeJsonTree(value).replaceAll('"', '');
}
