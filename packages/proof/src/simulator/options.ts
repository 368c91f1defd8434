import type { Fault } from '@vibes-callbacks/local-cloud';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { wholeNumber } from '../../../cli/src/frame/whole-number';
import { commandLine } from '../support/run-main';
import { kinds } from '../vibes/kinds';
import { parseFault } from './faults';
import { type Mix, ordinaryDay } from './workload';

/** The command line of `npm run simulate`, read and checked. */
export interface SimulateOptions {
  readonly url?: string;
  readonly vibesApi?: string;
  readonly local: boolean;
  readonly data?: string;
  readonly callbacks: number;
  readonly seed?: number;
  readonly mix: Mix;
  readonly rate?: number;
  readonly connections: number;
  readonly imports: { readonly count: number; readonly rows: number };
  readonly copies: number;
  readonly speed: number;
  readonly resends: number;
  readonly resendAfter: number;
  readonly faults: readonly Fault[];
  readonly username?: string;
  readonly password?: string;
  readonly challenge: boolean;
  readonly rbmSecret?: string;
  readonly keepAlive: boolean;
  readonly sourceIp?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly ca?: string;
  readonly allowLoad: boolean;
  readonly json: boolean;
}

const about = 'Acts as Vibes: sends callbacks, gives up after two seconds, retries, and counts what became of them.';
const environment = 'the variable keeps it out of the process list';

/** @throws CommanderError on arguments that make no sense, with a sentence */
export function readOptions(argv: readonly string[]): SimulateOptions {
  const command = commandLine('npm run simulate --', about)
    .addOption(new Option('--url <EndpointUrl>', 'the stack output EndpointUrl').conflicts('local'))
    .addOption(
      new Option(
        '--vibes-api <url>',
        'send Platform events by what is registered at the stand-in that "npm start -- --vibes-api" serves; its password in VIBES_API_PASSWORD',
      ).conflicts(['url', 'local', 'mix', 'imports', 'copies', 'challenge', 'sourceIp']),
    )
    .option('--local', 'start the local cloud, send to it, and check what it published', false)
    .option('--data <folder>', 'with --local: folder for its data (default: a temporary one)')
    .option('--callbacks <n>', 'number of different callbacks', wholeNumber(1), 200)
    .option('--seed <n>', 'the same seed sends the same callbacks (default: a random one, printed)', wholeNumber(0))
    .addOption(
      new Option('--mix <kind=weight,…>', `kinds: ${kinds.join(', ')}`)
        .argParser(parseMix)
        .default(ordinaryDay, 'an ordinary day'),
    )
    .option('--rate <n>', 'new callbacks a second (default: 20; for a local endpoint, as fast as it answers)', positive)
    .option('--connections <n>', 'requests at the same time', wholeNumber(1), 20)
    .addOption(
      new Option('--imports <k>x<rows>', 'k subscriber imports among them, all rows of each at once')
        .argParser(parseImports)
        .default({ count: 0, rows: 0 }, 'none'),
    )
    .option('--copies <share>', 'share that is sent twice at the same moment, such as 5%', parseShare, 0)
    .option(
      '--speed <factor>',
      'how much faster Vibes waits between attempts: 300 makes five minutes a second',
      positive,
      300,
    )
    .option('--resends <n>', 'how often the error queue is resent by hand', wholeNumber(0), 2)
    .option('--resend-after <minutes>', "from the last attempt to a resend, in Vibes' time", positive, 30)
    .addOption(
      new Option('--faults <fault,…>', 'with --local: faults of AWS, such as sqs:error:20%')
        .argParser(parseFaults)
        .default([], 'none'),
    )
    .addOption(new Option('--username <name>', 'user name for the MO route (default: vibes)').env('VIBES_USERNAME'))
    .addOption(new Option('--password <password>', `password for the MO route; ${environment}`).env('VIBES_PASSWORD'))
    .option('--challenge', 'send credentials only after a 401 that asks for them', false)
    .addOption(
      new Option('--rbm-secret <secret>', `secret that signs RBM callbacks; ${environment}`).env('VIBES_RBM_SECRET'),
    )
    .option('--no-keep-alive', 'a new connection for each request')
    .option('--source-ip <address>', "with a local endpoint: the caller's address (default: one of Vibes)")
    .option('--cert <file>', 'client certificate with its chain, PEM')
    .option('--key <file>', 'its private key, PEM')
    .option('--ca <file>', 'CA that the endpoint is trusted by, PEM')
    .option(
      '--allow-load',
      'allow more than 1,000 callbacks, 50 a second or 50 connections to an endpoint that is not local',
      false,
    )
    .option('--json', 'print the report as JSON', false);
  return checked(command, command.parse([...argv], { from: 'user' }).opts<SimulateOptions>());
}

function checked(command: Command, options: SimulateOptions): SimulateOptions {
  const fail = (sentence: string) => command.error(`error: ${sentence}`);
  if (!options.local && options.url === undefined && options.vibesApi === undefined)
    fail('say where to: --local, --url with the stack output EndpointUrl, or --vibes-api');
  if (options.vibesApi !== undefined && !isHere(options.vibesApi)) fail('--vibes-api is the stand-in on this machine');
  if (options.url !== undefined && !URL.canParse(options.url))
    fail('--url is not a URL: take the stack output EndpointUrl');
  if (options.faults.length > 0 && !options.local)
    fail('--faults needs --local: a deployed stack cannot be told to fail');
  if (options.data !== undefined && !options.local) fail('--data needs --local');
  if ((options.cert === undefined) !== (options.key === undefined)) fail('--cert and --key belong together');
  if (options.imports.count * options.imports.rows > options.callbacks)
    fail('--imports has more rows than --callbacks');
  if (isRemote(options) && !options.allowLoad && isLoad(options)) {
    fail('that is a load test of an endpoint that is not local: add --allow-load if that is what you want');
  }
  return options;
}

export function isRemote({ url }: Pick<SimulateOptions, 'url'>): boolean {
  return url !== undefined && !isHere(url);
}

function isHere(url: string): boolean {
  return URL.canParse(url) && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(url).hostname);
}

function isLoad({ callbacks, rate = 0, connections }: SimulateOptions): boolean {
  return callbacks > 1_000 || rate > 50 || connections > 50;
}

function positive(text: string): number {
  const number = Number(text);
  if (!Number.isFinite(number) || number <= 0) throw new InvalidArgumentError('A number above 0 is needed.');
  return number;
}

function parseShare(text: string): number {
  const [, digits] = /^(\d+(?:\.\d+)?)%$/.exec(text) ?? [];
  if (digits === undefined || Number(digits) > 100) throw new InvalidArgumentError('A share is needed, as 5%.');
  return Number(digits) / 100;
}

function parseImports(text: string): SimulateOptions['imports'] {
  const [, count, rows] = /^(\d+)x(\d+)$/.exec(text) ?? [];
  if (count === undefined || rows === undefined)
    throw new InvalidArgumentError('Write 2x500: two imports of 500 rows.');
  return { count: Number(count), rows: Number(rows) };
}

function parseMix(text: string): Mix {
  const entries = text.split(',').map((item) => {
    const [kind = '', weight = '1'] = item.split('=');
    if (!kinds.some((known) => known === kind)) throw new InvalidArgumentError(`Kinds are ${kinds.join(', ')}.`);
    return [kind, positive(weight)];
  });
  return Object.fromEntries(entries);
}

function parseFaults(text: string): readonly Fault[] {
  try {
    return text.split(',').map(parseFault);
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
}
