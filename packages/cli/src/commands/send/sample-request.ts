import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileStem, sentRows } from '../../../../../lambda/reader/families';

/** A realistic callback with invented values, as Vibes would post it. */
export interface SampleRequest {
  readonly method: 'POST' | 'PUT';
  /** Below the endpoint: `/mms/mo`. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const folder = join(__dirname, '..', '..', '..', 'samples');

type SentRow = (typeof sentRows)[number];

/** The names of the sample files that begin with this, of any channel: `platform-`. */
export function sampleNames(prefix: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.startsWith(prefix) && /[.](xml|json|mime)$/.test(entry.name))
    .map(({ name }) => name)
    .sort();
}

/** A sample's name as a person writes it: the file name without its extension. */
export function sampleName(file: string): string {
  return file.replace(/[.](xml|json|mime)$/, '');
}

/** Finds a sample by name, with or without the file extension. @returns undefined if there is none */
export function findSample(name: string): SampleRequest | undefined {
  const file = sampleNames('').find((one) => sampleName(one) === sampleName(name));
  return file === undefined ? undefined : sampleRequest(file);
}

/** A sample by its file, with its method, route and headers, which follow from its name. */
export function sampleRequest(file: string): SampleRequest {
  const { channel, url } = rowOf(file);
  const body = readFileSync(join(folder, channel, file));
  return { method: 'POST', path: `/${url.route}`, headers: headersOf(file, body), body };
}

/** By the longest prefix, because `mms-delivery-report-` also starts with `mms-`. */
function rowOf(name: string): SentRow {
  const [found] = sentRows
    .flatMap((row) => prefixesOf(row).map((prefix) => ({ row, prefix })))
    .filter(({ prefix }) => name.startsWith(`${prefix}-`))
    .sort((a, b) => b.prefix.length - a.prefix.length);
  if (found === undefined) throw new Error(`no family is known for the sample ${name}`);
  return found.row;
}

/** The stem of the family's files, its documents' names, and its channel where that has no other family. */
function prefixesOf({ detailType, documents, channel }: SentRow): string[] {
  const isAlone = sentRows.filter((row) => row.channel === channel).length === 1;
  return [fileStem(detailType), ...Object.keys(documents), ...(isAlone ? [channel] : [])];
}

/** As Vibes sends it (wire contract §3.1, §5). Written again here because this package is published and `packages/proof/src/vibes` is not. */
function headersOf(name: string, body: Buffer): Record<string, string> {
  if (name.endsWith('.mime')) {
    const contentType = `multipart/related; type="text/xml"; boundary="${boundaryOf(body)}"`;
    return { 'content-type': contentType, 'user-agent': 'Java/1.8.0_181' };
  }
  if (name.endsWith('.xml')) return { 'content-type': 'text/xml; charset=utf-8' };
  const [, eventClass] = /^rbm-(server-event|user-event|user-message)-/.exec(name) ?? [];
  return { 'content-type': 'application/json', ...(eventClass && { 'x-vibes-eventclass': pascalCase(eventClass) }) };
}

function boundaryOf(body: Buffer): string {
  const [, boundary] = /^--(.+?)\r?$/m.exec(body.toString('latin1')) ?? [];
  if (boundary === undefined) throw new Error('the sample is not multipart: it has no boundary line');
  return boundary;
}

function pascalCase(words: string): string {
  return words.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}
