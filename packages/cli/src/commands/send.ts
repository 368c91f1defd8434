import { randomUUID } from 'node:crypto';
import { Option } from 'commander';
import { defineCommand } from '../frame/command';
import type { CommonOptions, OpsContext } from '../frame/context';
import { OpsError } from '../frame/ops-error';
import { table } from '../frame/table';
import { wholeNumber } from '../frame/whole-number';
import { joinNeeds, stackNeeds } from '../policy/needs';
import type { DeployedStack } from '../reads/stack';
import { callUrl, type GatewayAnswer } from './call-gateway';
import { authenticated } from './send/authenticated';
import { freshId, withText } from './send/change-sample';
import { findSample, type SampleRequest, sampleName, sampleNames, sampleRequest } from './send/sample-request';
import { needsUrl, sendThroughGateway } from './send/send-through-gateway';

interface Options extends CommonOptions {
  readonly list?: boolean;
  readonly all?: boolean;
  readonly text?: string;
  readonly newId?: boolean;
  readonly copies?: number;
}

interface Sent extends GatewayAnswer {
  readonly sample: string;
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
    if (options.list) {
      const names = sampleNames('').map(sampleName);
      return { code: 0, json: names, text: () => names.join('\n') };
    }
    const samples = chosen(argument, options);
    const stack = await context.stack();
    const sent: Sent[] = [];
    for (const [name, sample] of samples) {
      if (options.all && needsUrl(sample) && !hasUrl(context)) {
        context.note(`${name} is binary, and a test invocation accepts only text: not sent.`);
        continue;
      }
      const request = await authenticated(context, stack, prepared(sample, options));
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

type NamedSample = readonly [name: string, sample: SampleRequest];

function chosen(argument: string, { all, text }: Options): readonly NamedSample[] {
  if (all) {
    if (argument !== '' || text !== undefined)
      throw new OpsError('wrong-usage', '--all sends every sample unchanged: leave out the name and --text.');
    return sampleNames('').map((file) => [sampleName(file), sampleRequest(file)]);
  }
  const wanted = argument === '' && text !== undefined ? 'mo-message-keyword' : sampleName(argument);
  if (wanted === '')
    throw new OpsError(
      'wrong-usage',
      'Name a sample, for example "send mo-message-keyword"; --list shows them, --all sends all.',
    );
  const sample = findSample(wanted);
  if (sample === undefined) throw new OpsError('no-such-sample', `There is no sample ${wanted}: --list shows them.`);
  return [[wanted, sample]];
}

function prepared(sample: SampleRequest, { text, newId }: Options): SampleRequest {
  const worded = text === undefined ? sample : withText(sample, text);
  return newId || text !== undefined ? freshId(worded, randomUUID()) : worded;
}

/** A stack in AWS admits only Vibes' addresses, so there it takes a test invocation. */
function hasUrl({ access }: OpsContext): boolean {
  return access.dataFolder !== undefined;
}

function deliver(context: OpsContext, stack: DeployedStack, request: SampleRequest): Promise<GatewayAnswer> {
  if (!hasUrl(context)) return sendThroughGateway(context, stack, request);
  const url = new URL(request.path.slice(1), stack.output('EndpointUrl'));
  return callUrl(url.href, { ...request, body: new Uint8Array(request.body) });
}
