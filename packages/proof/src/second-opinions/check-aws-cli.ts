import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root, runCommand } from '../support/run-command';
import { temporaryFolder } from '../support/temporary-folder';
import { type CheckOutcome, failed, passed, skipped } from './outcome';
import { type Server, startServer } from './server';
import { scriptOf, type Tool } from './tools';

/** A call of the AWS CLI to the local cloud, and the expected answer. */
export interface Question {
  readonly args: readonly string[];
  /** What is wrong with the answer. */
  judge(answer: unknown): string | undefined;
}

/** What the questions need to know of the running stack. */
export interface Known {
  readonly outputs: Readonly<Record<string, string>>;
  readonly endpoint: string;
  readonly restApiId: string;
  readonly resourceId: string;
  readonly queueArn: string;
}

const stack = ['--stack-name', 'VibesCallbacks'];

/** One question a protocol and service, and one more where an operator asks more. */
export function questions({ outputs, endpoint, restApiId, resourceId, queueArn }: Known): readonly Question[] {
  const output = (name: string) => outputs[name] ?? '';
  // Version 1 of the CLI asks AWS' own SQS in some Regions, whatever endpoint the environment names.
  const sqs = ['--endpoint-url', endpoint, 'sqs'];
  return [
    ask(['sts', 'get-caller-identity', '--query', 'Account'], is('000000000000')),
    ask(['cloudformation', 'describe-stacks', ...stack, '--query', 'Stacks[0].Outputs'], isStackOutputs(outputs)),
    ask(['cloudformation', 'list-stack-resources', ...stack, '--query', 'length(StackResourceSummaries)'], isOver(50)),
    ask(['lambda', 'get-account-settings', '--query', 'AccountLimit.ConcurrentExecutions'], is(1000)),
    ask(['lambda', 'list-event-source-mappings', '--query', 'EventSourceMappings[].State'], hasOnly('Enabled')),
    ask(
      ['logs', 'filter-log-events', '--log-group-name', output('IngestLogGroupName'), '--query', 'length(events)'],
      isOver(0),
    ),
    ask(
      ['sns', 'list-subscriptions-by-topic', '--topic-arn', output('AlarmTopicArn'), '--query', 'Subscriptions'],
      is([]),
    ),
    ask(
      ['secretsmanager', 'get-random-password', '--password-length', '40', '--query', 'length(RandomPassword)'],
      is(40),
    ),
    ask(
      [
        'secretsmanager',
        'list-secret-version-ids',
        '--secret-id',
        output('MoSecretArn'),
        '--query',
        'length(Versions)',
      ],
      is(1),
    ),
    ask(['apigateway', 'get-rest-api', '--rest-api-id', restApiId, '--query', 'id'], is(restApiId)),
    ask(
      [
        ...['apigateway', 'test-invoke-method', '--rest-api-id', restApiId, '--resource-id', resourceId],
        ...['--http-method', 'POST', '--body', 'a test', '--query', 'status'],
      ],
      is(200),
    ),
    ask(['cloudwatch', 'describe-alarms', '--query', 'length(MetricAlarms)'], isOver(10)),
    ask(['cloudwatch', 'describe-alarm-history', '--max-items', '1', '--query', 'length(AlarmHistoryItems)'], is(1)),
    ask(['cloudwatch', 'get-metric-data', ...metricData(), '--query', 'MetricDataResults[0].Values'], hasOnly(1)),
    ask(['events', 'list-rules', '--event-bus-name', output('EventBusName'), '--query', 'length(Rules)'], isOver(-1)),
    ask(['events', 'list-archives', '--query', 'Archives[0].EventCount'], isOver(0)),
    ask([...sqs, 'list-message-move-tasks', '--source-arn', queueArn, '--query', 'Results'], is([])),
    ask(['s3api', 'list-objects-v2', '--bucket', output('BucketName'), '--query', 'length(Contents)'], isOver(0)),
  ];
}

function metricData(): readonly string[] {
  const Dimensions = [
    { Name: 'ApiName', Value: 'VibesCallbacks' },
    { Name: 'Stage', Value: 'callbacks' },
  ];
  const Metric = { Namespace: 'AWS/ApiGateway', MetricName: 'Count', Dimensions };
  const query = { Id: 'count', MetricStat: { Metric, Period: 60, Stat: 'Sum' } };
  const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
  return ['--metric-data-queries', JSON.stringify([query]), '--start-time', at(-1440), '--end-time', at(1)];
}

function ask(args: readonly string[], judge: Question['judge']): Question {
  return { args, judge };
}

function is(wanted: unknown): Question['judge'] {
  return (answer) => complaint(JSON.stringify(answer) === JSON.stringify(wanted), JSON.stringify(wanted), answer);
}

function isOver(least: number): Question['judge'] {
  return (answer) => complaint(typeof answer === 'number' && answer > least, `more than ${least}`, answer);
}

function hasOnly(wanted: unknown): Question['judge'] {
  return (answer) => {
    const all = Array.isArray(answer) ? answer : [];
    return complaint(all.length > 0 && all.every((one) => one === wanted), `nothing but ${wanted}`, answer);
  };
}

function isStackOutputs(outputs: Readonly<Record<string, string>>): Question['judge'] {
  return (answer) => {
    const given = Array.isArray(answer) ? answer.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]) : [];
    return is(Object.entries(outputs).sort())(given.sort());
  };
}

function complaint(holds: boolean, wanted: string, answer: unknown): string | undefined {
  return holds ? undefined : `${JSON.stringify(answer)} instead of ${wanted}`;
}

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
