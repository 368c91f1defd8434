import { randomUUID } from 'node:crypto';
import { Option } from 'commander';
import { defineCommand } from '../frame/command';
import type { CommonOptions, OpsContext } from '../frame/context';
import { OpsError } from '../frame/ops-error';
import { table } from '../frame/table';
import { wholeNumber } from '../frame/whole-number';
import { joinNeeds, stackNeeds } from '../policy/needs';
import type { DeployedStack } from '../reads/stack';
import { authenticated } from './send/authenticated';
import { freshId, withText } from './send/change-sample';
import { type SampleRequest, sampleNames, sampleRequest } from './send/sample-request';
import { sendThroughGateway, sendToUrl } from './send/send-through-gateway';

interface Options extends CommonOptions {
  readonly list?: boolean;
  readonly all?: boolean;
  readonly text?: string;
  readonly newId?: boolean;
  readonly copies?: number;
}

interface Sent {
  readonly sample: string;
  readonly status: number;
  readonly requestId: string | null;
}

export const send = defineCommand<Options>({
  name: 'send',
  about:
    "Sends a sample callback as Vibes would, with URL, headers and password. In AWS, through API Gateway's test invocation.",
  argument: { name: '[sample]', about: 'its name, such as mo-message-keyword; --list shows all' },
  options: [
    new Option('--list', 'list the samples'),
    new Option('--all', 'send every sample'),
    new Option('--text <text>', 'send an MO message with this text and a new id'),
    new Option('--new-id', 'use a new id, so that it is not a repeat'),
    new Option('--copies <number>', 'send the same callback 1 to 100 times').argParser(wholeNumber(1, 100)),
  ],
  example: 'send mo-message-keyword --local --text "JOIN"',
  kind: 'acts',
  needs: joinNeeds(stackNeeds, {
    'secretsmanager:GetSecretValue': ['secrets'],
    'apigateway:POST': ['restApiTests'],
    'apigateway:GET': ['restApi'],
  }),
  run: async (context, options, argument) => {
    const names = sampleNames('').map(withoutEnding);
    if (options.list) return { code: 0, json: names, text: () => names.join('\n') };
    const stack = await context.stack();
    const sent: Sent[] = [];
    for (const name of chosen(argument, options, names)) {
      const request = await authenticated(context, stack, prepared(fileOf(name), options));
      for (let copy = 0; copy < (options.copies ?? 1); copy += 1) {
        context.io.interrupted.throwIfAborted();
        sent.push({ sample: name, ...(await deliver(context, stack, request)) });
      }
    }
    const ok = sent.every(({ status }) => status === 200);
    const rows = sent.map(({ sample, status, requestId }) => ({ sample, answer: status, requestId: requestId ?? '' }));
    return { code: ok ? 0 : 1, json: { ok, sent }, text: () => table(rows, context.io.columns, context.paint) };
  },
});

function chosen(argument: string, { all, text }: Options, names: readonly string[]): readonly string[] {
  if (all) {
    if (argument !== '' || text !== undefined)
      throw new OpsError('wrong-usage', '--all sends every sample unchanged: leave out the name and --text.');
    return names;
  }
  const wanted = argument === '' && text !== undefined ? 'mo-message-keyword' : withoutEnding(argument);
  if (wanted === '')
    throw new OpsError(
      'wrong-usage',
      'Name a sample, for example "send mo-message-keyword"; --list shows them, --all sends all.',
    );
  if (!names.includes(wanted)) throw new OpsError('no-such-sample', `There is no sample ${wanted}: --list shows them.`);
  return [wanted];
}

function prepared(file: string, { text, newId }: Options): SampleRequest {
  const sample = sampleRequest(file);
  const worded = text === undefined ? sample : withText(sample, text);
  return newId || text !== undefined ? freshId(worded, randomUUID()) : worded;
}

/** Calls the URL of a local cloud. A stack in AWS only admits Vibes' addresses, so there it uses a test invocation. */
function deliver(context: OpsContext, stack: DeployedStack, request: SampleRequest) {
  if (context.access.dataFolder === undefined) return sendThroughGateway(context, stack, request);
  return sendToUrl(new URL(request.path.slice(1), stack.output('EndpointUrl')).href, request);
}

function fileOf(name: string): string {
  const file = sampleNames(name).find((one) => withoutEnding(one) === name);
  if (file === undefined) throw new OpsError('no-such-sample', `There is no sample ${name}: --list shows them.`);
  return file;
}

function withoutEnding(name: string): string {
  return name.replace(/\.(xml|json|mime)$/, '');
}
