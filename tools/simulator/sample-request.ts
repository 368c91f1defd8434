import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A recorded-looking callback with invented values, as Vibes would post it. */
export interface SampleRequest {
  readonly method: 'POST' | 'PUT';
  /** Below the endpoint: `/mms/mo`. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const folder = join(__dirname, '..', 'samples');

/** The names of the sample files that begin with this, of any channel: `platform-`. */
export function sampleNames(prefix: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.startsWith(prefix))
    .map(({ name }) => name)
    .sort();
}

/** Where a sample is kept: in its channel's folder. */
export function samplePath(name: string): string {
  return join(folder, channelOf(name), name);
}

/** A sample with what its file cannot hold: method, route, headers. They follow from its name. */
export function sampleRequest(name: string): SampleRequest {
  const body = readFileSync(samplePath(name));
  return { method: 'POST', path: routeOf(name), headers: headersOf(name, body), body };
}

const routes: readonly (readonly [prefix: string, route: string])[] = [
  ['mo-', '/sms/mo'],
  ['deliver-', '/sms/mo'],
  ['receipt-', '/sms/receipt'],
  ['mt-', '/sms/receipt'],
  ['mms-delivery-report-', '/mms/receipt'],
  ['mms-', '/mms/mo'],
  ['platform-', '/platform'],
  ['rbm-', '/rbm'],
];

function routeOf(name: string): string {
  const [, route] = routes.find(([prefix]) => name.startsWith(prefix)) ?? [];
  if (route === undefined) throw new Error(`no route is known for the sample ${name}`);
  return route;
}

/** The first segment of its route: `sms`. */
function channelOf(name: string): string {
  return routeOf(name).split('/')[1] ?? '';
}

function headersOf(name: string, body: Buffer): Record<string, string> {
  if (name.endsWith('.mime')) return { 'content-type': multipartType(body), 'user-agent': 'Java/1.8.0_181' };
  if (name.endsWith('.xml')) return { 'content-type': 'text/xml; charset=utf-8' };
  const [, eventClass] = /^rbm-(server-event|user-event|user-message)-/.exec(name) ?? [];
  return { 'content-type': 'application/json', ...(eventClass && { 'x-vibes-eventclass': pascalCase(eventClass) }) };
}

/** As Vibes sends it: no `start` parameter (wire contract §3.1). */
function multipartType(body: Buffer): string {
  const [, boundary] = /^--(.+?)\r?$/m.exec(body.toString('latin1')) ?? [];
  return `multipart/related; type="text/xml"; boundary="${boundary}"`;
}

function pascalCase(words: string): string {
  return words.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}
