import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root, runCommand } from '../support/run-command';
import { temporaryFolder } from '../support/temporary-folder';
import { type Known, type Question, questions } from './aws-cli-questions';
import { type CheckOutcome, failed, passed, skipped } from './outcome';
import { type Server, startServer } from './server';
import { scriptOf, type Tool } from './tools';

const name = 'the AWS CLI against the local cloud';

/** Runs a command of the CLI with the operator's key. @throws Error with what it said, when it failed */
type Cli = (args: readonly string[]) => Promise<unknown>;

/** Asks the local cloud by AWS' own command line what the operator's commands ask by the SDK. */
export async function checkAwsCli(python: Tool): Promise<CheckOutcome> {
  if ('missing' in python) return skipped(name, python.missing);
  const folder = temporaryFolder('vibes-cli-');
  const data = folder.path;
  let cloud: Server | undefined;
  try {
    cloud = await startCloud(data);
    const access = JSON.parse(readFileSync(join(data, 'aws.json'), 'utf8'));
    return await askAll(cliOf(python.path, access), data, access.endpoint);
  } catch (error) {
    return failed(name, 'it could not be asked to the end', error instanceof Error ? error.message : String(error));
  } finally {
    await cloud?.stop();
    await folder.remove();
  }
}

/** With a minute of CloudWatch of two seconds, a callback taken, and its minute over. */
async function startCloud(data: string): Promise<Server> {
  const cloud = await startServer({
    command: process.execPath,
    argsFor: (port) => [
      'scripts/node24.mjs',
      'packages/cli/bin/local.ts',
      '--port',
      port,
      '--data',
      data,
      '--minute',
      '2',
    ],
  });
  const health = new URL('/_local/health', cloud.endpoint);
  while (!(await fetch(health)).ok) await sleep(200);
  await fetch(outputsIn(data).SmsReceiptUrl ?? '', { method: 'POST', body: 'a callback' });
  await sleep(4_000);
  return cloud;
}

function outputsIn(data: string): Readonly<Record<string, string>> {
  const [outputs] = Object.values<Record<string, string>>(JSON.parse(readFileSync(join(data, 'outputs.json'), 'utf8')));
  return outputs ?? {};
}

interface Access {
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

function cliOf(python: string, { endpoint, region, accessKeyId, secretAccessKey }: Access): Cli {
  const environment = {
    AWS_ENDPOINT_URL: endpoint,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_CONFIG_FILE: join(root, 'no-such-file'),
    AWS_PAGER: '',
  };
  return async (args) => {
    const { code, output } = await runCommand(scriptOf(python, 'aws'), [...args, '--output', 'json'], { environment });
    if (code !== 0) throw new Error(`aws ${args.join(' ')}: ${output.trim()}`);
    return JSON.parse(output);
  };
}

async function askAll(cli: Cli, data: string, endpoint: string): Promise<CheckOutcome> {
  const all = questions(await readKnown(cli, outputsIn(data), endpoint));
  const wrong: string[] = [];
  for (const question of all) wrong.push(...(await judge(cli, question)));
  if (wrong.length > 0) return failed(name, `${wrong.length} of ${all.length} answers are wrong`, wrong.join('\n'));
  const services = new Set(all.map(({ args }) => args.find((arg) => /^[a-z0-9]+$/.test(arg))));
  return passed(name, `${all.length} questions to ${services.size} services`);
}

async function judge(cli: Cli, { args, judge: judgeAnswer }: Question): Promise<readonly string[]> {
  try {
    const complaint = judgeAnswer(await cli(args));
    return complaint === undefined ? [] : [`aws ${args.join(' ')}: ${complaint}`];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

async function readKnown(cli: Cli, outputs: Known['outputs'], endpoint: string): Promise<Known> {
  const apis = "StackResourceSummaries[?ResourceType=='AWS::ApiGateway::RestApi'].PhysicalResourceId | [0]";
  const ofStack = ['--stack-name', 'VibesCallbacks', '--query', apis];
  const restApiId = String(await cli(['cloudformation', 'list-stack-resources', ...ofStack]));
  const path = ['--query', "items[?path=='/sms/receipt'].id | [0]"];
  const resourceId = String(await cli(['apigateway', 'get-resources', '--rest-api-id', restApiId, ...path]));
  const queue = [
    'get-queue-attributes',
    '--queue-url',
    outputs.DeadLetterQueueUrl ?? '',
    '--attribute-names',
    'QueueArn',
  ];
  const ofQueue = [...queue, '--query', 'Attributes.QueueArn'];
  const queueArn = String(await cli(['--endpoint-url', endpoint, 'sqs', ...ofQueue]));
  return { outputs, endpoint, restApiId, resourceId, queueArn };
}
