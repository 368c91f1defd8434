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
