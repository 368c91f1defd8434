import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { commandLine, isInterruption, UsageError } from '../support/run-main';
import { kinds } from '../vibes/kinds';
import { createCompressedClock } from './clock';
import type { Delivery } from './delivery';
import { createHttpPost, type Endpoint, openRequest } from './http-post';
import { type DeliveryReport, reportDeliveries } from './report';
import { runVibes } from './vibes';
import { type Mix, ordinaryDay, planWorkload } from './workload';

/** The command line of `npm run simulate`, read and checked. */
export interface SimulateOptions {
  readonly url: string;
  readonly callbacks: number;
  readonly seed: number;
  readonly mix: Mix;
  readonly rate: number;
  readonly connections: number;
  readonly username: string;
  readonly password?: string;
  readonly rbmSecret?: string;
  readonly cert?: Buffer;
  readonly key?: Buffer;
  readonly ca?: Buffer;
  readonly allowLoad: boolean;
}

const environment = 'the variable keeps it out of the process list';

/** @throws CommanderError on arguments that make no sense, with a sentence */
export function readOptions(argv: readonly string[]): SimulateOptions {
  const command = commandLine(
    'npm run simulate --',
    'Acts as Vibes: sends callbacks to a stack, gives up after two seconds, tries again five more times, a second apart, and reports what became of them.',
  )
    .option('--url <EndpointUrl>', 'the stack output EndpointUrl')
    .option('--callbacks <n>', 'number of different callbacks', whole, 200)
    .option('--seed <n>', 'the same seed sends the same callbacks (default: a random one, printed)', whole)
    .addOption(
      new Option('--mix <kind=weight,…>', `kinds: ${kinds.join(', ')}`)
        .argParser(readMix)
        .default(ordinaryDay, 'an ordinary day'),
    )
    .option('--rate <n>', 'new callbacks a second', whole, 20)
    .option('--connections <n>', 'requests at the same time', whole, 20)
    .addOption(new Option('--username <name>', 'user name for the MO route').env('VIBES_USERNAME').default('vibes'))
    .addOption(new Option('--password <password>', `password for the MO route; ${environment}`).env('VIBES_PASSWORD'))
    .addOption(
      new Option('--rbm-secret <secret>', `secret that signs RBM callbacks; ${environment}`).env('VIBES_RBM_SECRET'),
    )
    .option('--cert <file>', 'client certificate with its chain, PEM', readPem)
    .option('--key <file>', 'its private key, PEM', readPem)
    .option('--ca <file>', 'CA that the endpoint is trusted by, PEM', readPem)
    .option('--allow-load', 'allow more than 1,000 callbacks, 50 a second or 50 connections', false)
    .parse([...argv], { from: 'user' });
  return checked(command, { seed: randomInt(1_000_000), ...command.opts<Omit<SimulateOptions, 'seed'>>() });
}

function checked(command: Command, options: SimulateOptions): SimulateOptions {
  const { url, cert, key, callbacks, rate, connections, allowLoad } = options;
  if (!URL.canParse(url ?? '')) command.error(`error: --url is missing or no URL: ${takeOutput}`);
  if ((cert === undefined) !== (key === undefined)) command.error('error: --cert and --key belong together');
  if (!allowLoad && (callbacks > 1_000 || rate > 50 || connections > 50))
    command.error('error: that is a load test: add --allow-load if that is what you want');
  return options;
}

function whole(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('A whole number above 0 is needed.');
  return Number(text);
}

function readMix(text: string): Mix {
  const entries = text.split(',').map((item) => {
    const [kind = '', weight = '1'] = item.split('=');
    if (!kinds.some((known) => known === kind)) throw new InvalidArgumentError(`Kinds are ${kinds.join(', ')}.`);
    return [kind, whole(weight)];
  });
  return Object.fromEntries(entries);
}

function readPem(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    throw new InvalidArgumentError('The file cannot be read.');
  }
}

export interface SimulationReport extends DeliveryReport {
  readonly seed: number;
  /** Callbacks that were to be sent; after Ctrl-C, fewer were. */
  readonly planned: number;
}

/**
 * Runs Vibes against a stack's endpoint, and reports what became of every callback.
 * @throws UsageError if the endpoint is not the URL of a stack
 */
export async function simulate(options: SimulateOptions, interrupted: AbortSignal): Promise<SimulationReport> {
  const endpoint = endpointOf(options);
  await probe(endpoint);
  const workload = planWorkload({ ...options, perSecond: options.rate });
  const { post, close } = createHttpPost(endpoint);
  const settled: Delivery[] = [];
  const ports = {
    post,
    clock: createCompressedClock(300, interrupted),
    onSettled: (delivery: Delivery) => settled.push(delivery),
  };
  try {
    await runVibes(workload, ports, { connections: options.connections });
  } catch (error) {
    if (!isInterruption(error)) throw error;
  } finally {
    close();
  }
  return { seed: options.seed, planned: workload.length, ...reportDeliveries(settled) };
}

function endpointOf({ url, username, password, rbmSecret, connections, cert, key, ca }: SimulateOptions): Endpoint {
  return {
    ...{ url, connections },
    credentials: () => (password === undefined ? undefined : { username, password }),
    tls: { ...(cert && { cert }), ...(key && { key }), ...(ca && { ca }) },
    ...(rbmSecret === undefined ? {} : { rbmSecret }),
  };
}

/** An endpoint that takes longer is the wrong address. */
const patienceMs = 10_000;

/** Requests the base URL, as a browser would: 200, and nothing is kept. */
async function probe({ url, tls }: Endpoint): Promise<void> {
  const options = { ...tls, method: 'GET', agent: false, signal: AbortSignal.timeout(patienceMs) } as const;
  const answer = await new Promise<number | string>((resolve) => {
    const outgoing = openRequest(url, options, (incoming) => {
      incoming.on('error', () => undefined);
      incoming.resume();
      resolve(incoming.statusCode ?? 0);
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    outgoing.end();
  });
  if (typeof answer === 'string') throw new UsageError(`No answer from ${url} (${answer}): ${takeOutput}.`);
  if (answer === 404) throw new UsageError(`404 from ${url}: ${takeOutput}.`);
  if (answer === 403) throw new UsageError(`403 from ${url}: ${takeOutput}, and let this address in (extraAddresses).`);
}

const takeOutput = 'take the stack output EndpointUrl';
