import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root, runCommand } from '../support/run-command';
import { temporaryFolder } from '../support/temporary-folder';
import { CheckFailed, type CheckOutcome, check } from './outcome';
import { startServer } from './server';
import { scriptOf, type Tool } from './tools';

/** A command of the AWS CLI to the local cloud, in words without spaces, and what is wrong with its answer. */
export type Question = readonly [command: string, judge: (answer: unknown) => string | undefined];

/** What the questions need to know about the running stack. */
export interface Known {
  readonly outputs: Readonly<Record<string, string>>;
  readonly endpoint: string;
  readonly restApiId: string;
  readonly resourceId: string;
  readonly queueArn: string;
}

const stack = '--stack-name VibesCallbacks';
/** Version 1 of the CLI calls AWS' own SQS in some Regions, even if the environment names an endpoint. */
const sqs = (endpoint: string) => `--endpoint-url ${endpoint} sqs`;

/** One question for each protocol and service, and more if operators need more. */
export function questions({ outputs, endpoint, restApiId, resourceId, queueArn }: Known): readonly Question[] {
  const method = `--rest-api-id ${restApiId} --resource-id ${resourceId} --http-method POST`;
  return [
    ['sts get-caller-identity --query Account', is('000000000000')],
    [`cloudformation describe-stacks ${stack} --query Stacks[0].Outputs`, isStackOutputs(outputs)],
    [`cloudformation list-stack-resources ${stack} --query length(StackResourceSummaries)`, isOver(50)],
    ['lambda get-account-settings --query AccountLimit.ConcurrentExecutions', is(1000)],
    ['lambda list-event-source-mappings --query EventSourceMappings[].State', hasOnly('Enabled')],
    [`logs filter-log-events --log-group-name ${outputs.IngestLogGroupName} --query length(events)`, isOver(0)],
    [`sns list-subscriptions-by-topic --topic-arn ${outputs.AlarmTopicArn} --query Subscriptions`, is([])],
    ['secretsmanager get-random-password --password-length 40 --query length(RandomPassword)', is(40)],
    [`secretsmanager list-secret-version-ids --secret-id ${outputs.MoSecretArn} --query length(Versions)`, is(1)],
    [`apigateway get-rest-api --rest-api-id ${restApiId} --query id`, is(restApiId)],
    [`apigateway test-invoke-method ${method} --body a-test --query status`, is(200)],
    ['cloudwatch describe-alarms --query length(MetricAlarms)', isOver(10)],
    ['cloudwatch describe-alarm-history --max-items 1 --query length(AlarmHistoryItems)', is(1)],
    [`cloudwatch get-metric-data ${metricData()} --query MetricDataResults[0].Values`, hasOnly(1)],
    [`events list-rules --event-bus-name ${outputs.EventBusName} --query length(Rules)`, isOver(-1)],
    ['events list-archives --query Archives[0].EventCount', isOver(0)],
    [`${sqs(endpoint)} list-message-move-tasks --source-arn ${queueArn} --query Results`, is([])],
    [`s3api list-objects-v2 --bucket ${outputs.BucketName} --query length(Contents)`, isOver(0)],
  ];
}

function metricData(): string {
  const Dimensions = [
    { Name: 'ApiName', Value: 'VibesCallbacks' },
    { Name: 'Stage', Value: 'callbacks' },
  ];
  const Metric = { Namespace: 'AWS/ApiGateway', MetricName: 'Count', Dimensions };
  const query = { Id: 'count', MetricStat: { Metric, Period: 60, Stat: 'Sum' } };
  const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
  return `--metric-data-queries ${JSON.stringify([query])} --start-time ${at(-1440)} --end-time ${at(1)}`;
}

function is(wanted: unknown): Question[1] {
  return (answer) => complaint(JSON.stringify(answer) === JSON.stringify(wanted), JSON.stringify(wanted), answer);
}

function isOver(least: number): Question[1] {
  return (answer) => complaint(typeof answer === 'number' && answer > least, `more than ${least}`, answer);
}

function hasOnly(wanted: unknown): Question[1] {
  return (answer) => {
    const all = Array.isArray(answer) ? answer : [];
    return complaint(all.length > 0 && all.every((one) => one === wanted), `nothing but ${wanted}`, answer);
  };
}

function isStackOutputs(outputs: Readonly<Record<string, string>>): Question[1] {
  return (answer) => {
    const given = Array.isArray(answer) ? answer.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]) : [];
    return is(Object.entries(outputs).sort())(given.sort());
  };
}

function complaint(holds: boolean, wanted: string, answer: unknown): string | undefined {
  return holds ? undefined : `${JSON.stringify(answer)} instead of ${wanted}`;
}

/** Runs a command of the CLI with the operator's key. @throws Error with what it said, when it failed */
type Cli = (command: string) => Promise<unknown>;

/** Makes the calls that the operator's commands make with the SDK, with AWS' own command line, on the local cloud. */
export function checkAwsCli(python: Tool): Promise<CheckOutcome> {
  return check('the AWS CLI against the local cloud', [python], askLocalCloud);
}

async function askLocalCloud(python: string): Promise<string> {
  const folder = temporaryFolder('vibes-cli-');
  // A minute of CloudWatch takes two seconds.
  const options = ['--data', folder.path, '--minute', '2'];
  const argsFor = (port: string) => ['scripts/node24.mjs', 'packages/cli/bin/local.ts', '--port', port, ...options];
  try {
    const cloud = await startServer({ command: process.execPath, argsFor });
    try {
      return await askAll(python, folder.path, cloud.endpoint);
    } finally {
      await cloud.stop();
    }
  } finally {
    await folder.remove();
  }
}

async function askAll(python: string, data: string, url: string): Promise<string> {
  while (!(await fetch(new URL('/_local/health', url))).ok) await sleep(200);
  const read = (file: string) => JSON.parse(readFileSync(join(data, file), 'utf8'));
  const [outputs = {}] = Object.values<Record<string, string>>(read('outputs.json'));
  const access = read('aws.json');
  await fetch(outputs.SmsReceiptUrl ?? '', { method: 'POST', body: 'a callback' });
  // Its minute is over then.
  await sleep(4_000);
  const cli = cliOf(python, access);
  const all = questions(await readKnown(cli, outputs, access.endpoint));
  const wrong: string[] = [];
  for (const [command, judge] of all) {
    const said = await cli(command).then(judge, (error: Error) => error.message);
    if (said !== undefined) wrong.push(`aws ${command}: ${said}`);
  }
  if (wrong.length > 0) throw new CheckFailed(`${wrong.length} of ${all.length} answers are wrong`, wrong.join('\n'));
  const services = new Set(all.map(([command]) => command.split(' ').find((word) => /^[a-z0-9]+$/.test(word))));
  return `${all.length} questions to ${services.size} services`;
}

function cliOf(python: string, access: Readonly<Record<string, string>>): Cli {
  const environment = {
    AWS_ENDPOINT_URL: access.endpoint,
    AWS_DEFAULT_REGION: access.region,
    AWS_ACCESS_KEY_ID: access.accessKeyId,
    AWS_SECRET_ACCESS_KEY: access.secretAccessKey,
    AWS_CONFIG_FILE: join(root, 'no-such-file'),
    AWS_PAGER: '',
  };
  return async (command) => {
    const args = [...command.split(' '), '--output', 'json'];
    const { code, output } = await runCommand(scriptOf(python, 'aws'), args, { environment });
    if (code !== 0) throw new Error(output.trim());
    return JSON.parse(output);
  };
}

async function readKnown(cli: Cli, outputs: Known['outputs'], endpoint: string): Promise<Known> {
  const apis = "StackResourceSummaries[?ResourceType=='AWS::ApiGateway::RestApi'].PhysicalResourceId|[0]";
  const restApiId = String(await cli(`cloudformation list-stack-resources ${stack} --query ${apis}`));
  const path = "items[?path=='/sms/receipt'].id|[0]";
  const resourceId = String(await cli(`apigateway get-resources --rest-api-id ${restApiId} --query ${path}`));
  const queue = `--queue-url ${outputs.DeadLetterQueueUrl} --attribute-names QueueArn --query Attributes.QueueArn`;
  const queueArn = String(await cli(`${sqs(endpoint)} get-queue-attributes ${queue}`));
  return { outputs, endpoint, restApiId, resourceId, queueArn };
}
