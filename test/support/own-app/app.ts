import { join } from 'node:path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { EventField, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { LambdaFunction, SnsTopic, SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Code, Function as Fn, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Pass, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { VibesCallbacks } from '../../../lib/vibes-callbacks';

// A customer's app in small: a function that counts orders in a table, a queue, a topic, and what cannot run here.
const app = new App();
const stack = new Stack(app, 'Orders');
const callbacks = new VibesCallbacks(stack, 'Vibes', { removalPolicy: 'destroy' });

const table = new Table(stack, 'Counts', { partitionKey: { name: 'word', type: AttributeType.STRING } });
const handler = new Fn(stack, 'CountOrder', {
  runtime: Runtime.NODEJS_22_X,
  handler: 'index.handler',
  code: Code.fromAsset(join(__dirname, 'handlers')),
  environment: { TABLE: table.tableName },
  timeout: Duration.seconds(10),
  retryAttempts: 0,
});
table.grantReadWriteData(handler);
callbacks.onCallback('Orders', {
  types: ['MO Message'],
  filter: { data: { text: [{ wildcard: '*ORDER*' }] } },
  target: new LambdaFunction(handler),
});

const texts = new Queue(stack, 'Texts');
callbacks.onCallback('Texts', {
  types: ['MO Message'],
  target: new SqsQueue(texts, {
    message: RuleTargetInput.fromObject({ said: EventField.fromPath('$.detail.data.text'), rule: 'Texts' }),
  }),
});

const news = new Topic(stack, 'News');
const heard = new Queue(stack, 'Heard');
news.addSubscription(new SqsSubscription(heard, { rawMessageDelivery: true }));
callbacks.onCallback('News', { types: ['RBM Event'], target: new SnsTopic(news) });

new StateMachine(stack, 'Later', { definition: new Pass(stack, 'Pass') });
