import { createRequire } from 'node:module';
import { isDeepStrictEqual } from 'node:util';
import { sampleNames, sampleRequest } from '../../../../cli/src/commands/send/sample-request';
import type { Benchmark, BenchmarkRow, BenchOptions } from '../harness/benchmark';
import { bundlePeers } from './bundle-peers';
import type { SmsFields } from './sms-fields';
import { timeParsers } from './time-parsers';

const ours = 'ours: saxes, a tree, its fields, the rest';
const baseline = 'fast-xml-parser';
/** By what the report calls them. */
const entries: Readonly<Record<string, string>> = {
  [ours]: 'ours',
  [baseline]: 'fast-xml-parser',
  '@rgrove/parse-xml': 'parse-xml',
  sax: 'sax',
};

export const parsersXml: Benchmark = {
  name: 'parsers-xml',
  title: 'Parsers: SMS documents',
  about: [
    'From the text of a `moMessage` or an `mtMessageResponse` (this project’s samples of both) to its fields; before anything',
    'is timed, all must have read the same fields. Each is set up as its documentation says, values kept as text and exactly.',
    'Ours also collects what nobody asked for, with the exact text of each element. The large one is a message of 64 KB,',
    'a quarter of it references. What each does with documents that are not well-formed decided between them, not this',
    'table: docs/decisions/0002-xml-parser.md.',
  ].join(' '),
  run: runXml,
};

async function runXml(options: BenchOptions): Promise<readonly BenchmarkRow[]> {
  const bundles = bundlePeers(Object.values(entries));
  const parsers = new Map(Object.entries(entries).map(([name, entry]) => [name, bundles.get(entry) ?? '']));
  const small = [...sampleNames('mo-message-'), ...sampleNames('mt-message-response-')].map((name) =>
    sampleRequest(name).body.toString('utf8'),
  );
  const large = [largeMessage()];
  proveEqual([...small, ...large], parsers);
  const inputs = (texts: readonly string[]) => texts.map((text) => ({ text }));
  const documents = { 'a sample': inputs(small), 'a message of 64 KB': inputs(large) };
  return timeParsers({ parsers, baseline, documents }, options);
}

/** @throws Error when two read different fields out of one document */
function proveEqual(texts: readonly string[], parsers: ReadonlyMap<string, string>): void {
  const load = createRequire(__filename);
  const readers = [...parsers].map(([name, bundle]) => {
    const { read } = load(bundle) as { read(xml: string): SmsFields };
    return { name, read };
  });
  for (const text of texts) {
    const [wanted, ...others] = readers.map(({ name, read }) => ({ name, fields: read(text) }));
    const other = others.find(({ fields }) => !isDeepStrictEqual(fields, wanted?.fields));
    if (other !== undefined) throw new Error(`${other.name} reads other fields than ${wanted?.name}`);
  }
}

function largeMessage(): string {
  const text = 'Tom &amp; Jerry &lt;3, forty characters each'.repeat((64 * 1024) / 44);
  return `<?xml version="1.0" encoding="UTF-8"?>
<moMessage messageId="5d0c6b6e-0000-4000-8000-00000000a009" receiptDate="2024-05-06 07:08:09 -0500" attemptNumber="1">
  <source address="+15555550101" carrier="104" type="MDN" />
  <destination address="00000" type="SC" />
  <message>${text}</message>
</moMessage>
`;
}
