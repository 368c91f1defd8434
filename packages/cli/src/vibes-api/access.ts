import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { Option } from 'commander';
import { isRecord, parseJson } from '../../../../lambda/shared/json';
import type { VibesApiPlace } from '../frame/command-line';
import type { CommonOptions, OpsContext } from '../frame/context';
import { NothingChanged, OpsError } from '../frame/ops-error';
import type { Needs } from '../policy/needs';
import type { DeployedStack } from '../reads/stack';
import { createVibesApiClient, type VibesApiClient, VibesApiError } from './client';

/** Options of every command that calls Vibes' API. */
export interface VibesApiOptions extends CommonOptions, VibesApiPlace {}

/** There is no option for the password: other users of the machine see a command line. */
export const vibesApiOptions: readonly Option[] = [
  new Option('--company <key>', "your company's key at Vibes (default: VIBES_API_COMPANY)"),
  new Option('--api <url>', "URL of Vibes' API (default: the host of the stack's vibesRegion)"),
  new Option(
    '--user <name>',
    'user name at the API (default: VIBES_API_USER); the password is VIBES_API_PASSWORD, or typed when asked',
  ),
  new Option(
    '--secret <arn>',
    'secret in Secrets Manager with {"username", "password"} for the API, instead of --user',
  ).conflicts('user'),
  new Option('--cert <file>', 'client certificate with its chain, PEM, if the account requires one'),
  new Option('--key <file>', 'private key of the certificate, PEM'),
];

/** Only with `--secret`; the read-only policy leaves it out, because this password can do more than look. */
export const vibesApiSecretNeeds: Needs = { 'secretsmanager:GetSecretValue': ['vibesApiSecret'] };

/** Vibes' API by its region. */
export const vibesApiHosts = {
  US: 'https://public-api.vibescm.com',
  EU: 'https://public-api.eu.vibes.com',
} as const;

/** @throws OpsError where something is missing, or is not what it must be */
export async function openVibesApi(
  context: OpsContext,
  stack: DeployedStack,
  options: VibesApiOptions,
): Promise<VibesApiClient> {
  const { company } = withEnvironment(options, context);
  if (company === undefined) {
    throw new OpsError('wrong-usage', "Name your company's key at Vibes with --company, or in VIBES_API_COMPANY.");
  }
  if (!/^[\w.~-]+$/.test(company)) throw new OpsError('wrong-usage', `"${company}" is not the key of a company.`);
  const url = apiUrl(await regionUrl(stack, options));
  const certificate = readCertificate(options);
  const { username, password } = await readCredentials(context, options);
  const access = { url, company, username, password, ...(certificate === undefined ? {} : { certificate }) };
  return createVibesApiClient(access, context.io);
}

/** Whether everything is there without asking the user. */
export function isAtHand(options: VibesApiOptions, context: OpsContext): boolean {
  const { company, user, secret } = withEnvironment(options, context);
  const named = secret !== undefined || (user !== undefined && Boolean(context.io.env.VIBES_API_PASSWORD));
  return company !== undefined && named;
}

/** Whether one of the options was given. */
export function isAskedFor({ company, api, user, secret, cert, key }: VibesApiOptions): boolean {
  return [company, api, user, secret, cert, key].some((one) => one !== undefined);
}

function withEnvironment(options: VibesApiOptions, { io }: OpsContext) {
  const company = options.company ?? (io.env.VIBES_API_COMPANY || undefined);
  const user = options.user ?? (io.env.VIBES_API_USER || undefined);
  return { company, user, secret: options.secret };
}

/**
 * A failure of the API as the error of a command that has changed nothing yet.
 * @throws OpsError
 */
export async function orSentence<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof VibesApiError)) throw error;
    switch (error.kind) {
      case 'unauthorized':
        throw new OpsError('vibes-api-unauthorized', error.message);
      case 'not-found':
        throw new OpsError('vibes-api-not-found', error.message);
      case 'refused':
      case 'busy':
      case 'failed':
        throw new OpsError('vibes-api-failed', error.message);
      default:
        throw error.kind satisfies never;
    }
  }
}

async function regionUrl(stack: DeployedStack, { api }: VibesApiOptions): Promise<string> {
  if (api !== undefined) return api;
  const region = stack.optional('VibesRegion');
  if (region === 'US' || region === 'EU') return vibesApiHosts[region];
  const hosts = `${vibesApiHosts.US} (US) or ${vibesApiHosts.EU} (EU)`;
  throw new OpsError('wrong-usage', `The stack does not say which of Vibes' hosts you use: add --api with ${hosts}.`);
}

/** A password goes over the network: in plain HTTP only to this machine. */
function apiUrl(text: string): string {
  const { protocol, hostname, origin, pathname, username, search } = URL.canParse(text)
    ? new URL(text)
    : { protocol: '', hostname: '', origin: '', pathname: '', username: '', search: '' };
  const isHere = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
  if (username !== '' || search !== '' || (protocol !== 'https:' && !(protocol === 'http:' && isHere))) {
    throw new OpsError('wrong-usage', `--api must be a URL with https, as ${vibesApiHosts.US}, without a user name.`);
  }
  return `${origin}${pathname.replace(/\/+$/, '')}`;
}

function readCertificate({ cert, key }: VibesApiOptions): { readonly cert: Buffer; readonly key: Buffer } | undefined {
  if ((cert === undefined) !== (key === undefined)) {
    throw new OpsError('wrong-usage', '--cert and --key belong together.');
  }
  if (cert === undefined || key === undefined) return undefined;
  const pair = { cert: readPem(cert), key: readPem(key) };
  try {
    createSecureContext(pair);
  } catch {
    throw new OpsError(
      'wrong-usage',
      `${cert} and ${key} must be a certificate and its private key without a passphrase, both PEM.`,
    );
  }
  return pair;
}

function readPem(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    throw new OpsError('wrong-usage', `The file ${path} cannot be read.`);
  }
}

interface ApiCredentials {
  readonly username: string;
  readonly password: string;
}

async function readCredentials(context: OpsContext, options: VibesApiOptions): Promise<ApiCredentials> {
  const { user, secret } = withEnvironment(options, context);
  if (secret !== undefined) return readSecret(context, secret);
  if (user === undefined) {
    throw new OpsError('no-vibes-credentials', 'Name the user of the API with --user, or a secret with --secret.');
  }
  if (user.includes(':')) throw new OpsError('wrong-usage', 'A user name cannot contain a colon (RFC 7617).');
  const { io, isJson } = context;
  const isAsked = !io.env.VIBES_API_PASSWORD && !isJson;
  const password = isAsked ? await io.askSecret(`Password of ${user} at Vibes:`) : io.env.VIBES_API_PASSWORD;
  // If there was a terminal to ask on, no answer means Ctrl-C.
  if (isAsked && io.isInteractive && password === undefined) throw new NothingChanged(130);
  if (password === undefined || password === '') {
    throw new OpsError(
      'no-vibes-credentials',
      'There is no password of the API: set VIBES_API_PASSWORD, name a secret with --secret, or type it at a terminal.',
    );
  }
  return { username: user, password };
}

async function readSecret({ clients }: OpsContext, arn: string): Promise<ApiCredentials> {
  const { client, sdk } = await clients.secretsManager();
  const { SecretString = '' } = await client
    .send(new sdk.GetSecretValueCommand({ SecretId: arn }))
    .catch((error: unknown) => {
      if (!(error instanceof sdk.ResourceNotFoundException)) throw error;
      throw new OpsError('wrong-usage', `There is no secret ${arn} in this account and Region.`);
    });
  const value = parseJson(SecretString);
  const { username, password } = isRecord(value) ? value : {};
  if (typeof username !== 'string' || typeof password !== 'string' || username === '' || password === '') {
    throw new OpsError('no-vibes-credentials', `The secret ${arn} must be {"username", "password"} of Vibes' API.`);
  }
  return { username, password };
}
