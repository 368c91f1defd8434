import { join } from 'node:path';
import { App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { EventField, type IRuleTarget, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { LambdaFunction, SnsTopic, SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Code, Function as Fn, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { DefinitionBody, Pass, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { VibesCallbacks } from '../../../../../lib/vibes-callbacks';

// A small CDK app of a customer's: a function that counts orders in a table, a queue, a topic, a target without
// permission, and something that the local cloud cannot run. The second stack has nothing to do with callbacks.
const app = new App();
new Queue(new Stack(app, 'Other'), 'Queue');
const stack = new Stack(app, 'Orders');
const callbacks = new VibesCallbacks(stack, 'Vibes', { removalPolicy: 'destroy' });
const output = (name: string, value: string) =>
  new CfnOutput(stack, `${name}Output`, { value }).overrideLogicalId(name);

const table = new Table(stack, 'Table', { partitionKey: { name: 'word', type: AttributeType.STRING } });
const handler = new Fn(stack, 'CountOrder', {
  runtime: Runtime.NODEJS_22_X,
  handler: 'index.handler',
  code: Code.fromAsset(join(__dirname, 'handlers')),
  environment: { TABLE: table.tableName },
  timeout: Duration.seconds(10),
  retryAttempts: 0,
});
table.grantReadWriteData(handler);
output('Counts', table.tableName);
callbacks.onCallback('Orders', {
  types: ['MO Message'],
  filter: { data: { text: [{ wildcard: 'ORDER*' }] } },
  target: new LambdaFunction(handler),
});

// Its code is in the template; the events that it fails on are kept.
const unheard = new Queue(stack, 'UnheardQueue');
output('Unheard', unheard.queueUrl);
const shouter = new Fn(stack, 'Shout', {
  runtime: Runtime.NODEJS_24_X,
  handler: 'index.handler',
  code: Code.fromInline(
    "exports.handler = async ({ detail }) => { if (detail.data.text !== 'SHOUT') throw new Error('not this'); };",
  ),
  onFailure: new SqsDestination(unheard),
  retryAttempts: 0,
});
callbacks.onCallback('Shouts', {
  types: ['MO Message'],
  filter: { data: { text: [{ prefix: 'SHOUT' }] } },
  target: new LambdaFunction(shouter),
});

// Bundled as NodejsFunction does: CommonJS, with the runtime's SDK; and one that lacks a package.
function onText(id: string, text: string, externalModules?: string[]): NodejsFunction {
  const fn = new NodejsFunction(stack, id, {
    runtime: Runtime.NODEJS_24_X,
    entry: join(__dirname, 'handlers', `${text.toLowerCase()}.ts`),
    environment: { TABLE: table.tableName },
    timeout: Duration.seconds(10),
    retryAttempts: 0,
    bundling: externalModules === undefined ? {} : { externalModules },
  });
  table.grantReadWriteData(fn);
  callbacks.onCallback(`${id}Texts`, {
    types: ['MO Message'],
    filter: { data: { text: [{ prefix: text }] } },
    target: new LambdaFunction(fn),
  });
  return fn;
}
onText('Keeper', 'KEEP');
onText('Broken', 'BROKEN', ['package-that-is-nowhere']);

const texts = new Queue(stack, 'TextQueue');
output('Texts', texts.queueUrl);
callbacks.onCallback('Texts', {
  types: ['MO Message'],
  target: new SqsQueue(texts, {
    message: RuleTargetInput.fromObject({ said: EventField.fromPath('$.detail.data.text'), rule: 'Texts' }),
  }),
});

const news = new Topic(stack, 'NewsTopic');
const heard = new Queue(stack, 'HeardQueue');
news.addSubscription(new SqsSubscription(heard, { rawMessageDelivery: true }));
output('Heard', heard.queueUrl);
callbacks.onCallback('News', {
  types: ['MO Message'],
  filter: { data: { text: ['NEWS'] } },
  target: new SnsTopic(news),
});

const closed = new Queue(stack, 'ClosedQueue');
const withoutPermission: IRuleTarget = { bind: () => ({ arn: closed.queueArn }) };
const denied = callbacks.onCallback('Denied', {
  types: ['MO Message'],
  filter: { data: { text: ['DENIED'] } },
  target: withoutPermission,
});
output('DeniedUndelivered', denied.deadLetterQueue?.queueUrl ?? '');

new StateMachine(stack, 'Later', { definitionBody: DefinitionBody.fromChainable(new Pass(stack, 'Pass')) });
