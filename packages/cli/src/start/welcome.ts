import { join } from 'node:path';
import { localPlace } from '../frame/local-place';
import type { MoCredentials } from './credentials';
import type { ServedVibesApi } from './vibes-api-server';

export interface Started {
  /** Callers must present a certificate. */
  readonly mutualTls: boolean;
  readonly outputs: Readonly<Record<string, string>>;
  readonly credentials: MoCredentials;
  readonly dataDir: string;
  /** What opens the inbox. */
  readonly pass: string;
  /** Started in a clone of the project, where the samples are at hand. */
  readonly isClone: boolean;
  readonly unsupportedTypes: readonly string[];
  readonly notRun: readonly string[];
}

/** What a person needs after the start: where to post, with what, and a line to try it with. */
export function welcome({
  outputs,
  credentials,
  dataDir,
  pass,
  isClone,
  unsupportedTypes,
  notRun,
  mutualTls,
}: Started): string {
  const urls = Object.entries(outputs).filter(
    ([name, value]) => name.endsWith('Url') && value.startsWith('http://127.'),
  );
  const isApi = ([name]: readonly [string, string]) => !name.endsWith('QueueUrl');
  const lines = urls.filter(isApi).map(([name, url]) => `  ${name.padEnd(16)} ${url}`);
  const types = unsupportedTypes.length === 0 ? [] : [`Not supported here: ${unsupportedTypes.join(', ')}.`];
  const notes = [...types, ...notRun];
  const header = mutualTls ? " -H 'x-local-client-certificate: <its DER in base64>'" : '';
  return [
    ...lines,
    '',
    `  user ${credentials.username}, password ${credentials.password}`,
    '',
    `  ${isClone ? `${curlLine(outputs.SmsMoUrl ?? '', credentials)}${header}` : sendLine(dataDir)}`,
    '',
    `Inbox, in a browser: ${controlUrl(`#pass=${pass}`, outputs)}`,
    `Events: ${join(dataDir, 'events.jsonl')}. What the functions log: ${join(dataDir, 'functions.log')}.`,
    `Control API: curl -H "x-local-token: $(${tokenCommand(isClone, dataDir)})" ${controlUrl('state', outputs)}`,
    ...(notes.length === 0 ? [] : ['', ...notes]),
  ].join('\n');
}

/** Where the emulator of Vibes' Callback API is, and a line to try it with. */
export function vibesApiLines({ url, company, username, password }: ServedVibesApi, connect: string): string {
  return [
    '',
    `Callback API: ${url}, company ${company}, user ${username}, password ${password}`,
    `  VIBES_API_PASSWORD='${password}' ${connect} --api ${url} --user ${username} --company ${company} --types person_added`,
  ].join('\n');
}

/** It prints the token only as long as this run lasts. */
function tokenCommand(isClone: boolean, dataDir: string): string {
  const program = isClone ? 'npm run -s ops --' : 'npx vibes-callbacks';
  return `${program} env CALLBACKS_TOKEN${localPlace(dataDir)}`;
}

function controlUrl(path: string, { EndpointUrl = '' }: Started['outputs']): string {
  return URL.canParse(EndpointUrl) ? new URL(`/_local/${path}`, EndpointUrl).href : `/_local/${path}`;
}

const sample = join('packages', 'cli', 'samples', 'sms', 'mo-message-keyword.xml');

function curlLine(url: string, { username, password }: MoCredentials): string {
  const user = `${username}:${password}`.replace(/'/g, `'\\''`);
  return `curl -i -u '${user}' -H 'Content-Type: text/xml' --data-binary @${sample} ${url}`;
}

function sendLine(dataDir: string): string {
  return `npx vibes-callbacks send mo-message-keyword${localPlace(dataDir)}`;
}
