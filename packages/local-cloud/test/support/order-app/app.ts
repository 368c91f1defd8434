import { App, CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Code, Function as Fn, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';

// The README's stack: a rule gives each order of a bus to a function, which sends it to a queue. It has no API.
const stack = new Stack(new App(), 'Orders');
const bus = new EventBus(stack, 'Bus');
const queue = new Queue(stack, 'Queue', { removalPolicy: RemovalPolicy.DESTROY });
const code = `
const { SQSClient, SendMessageCommand } = require('@aws-sdk/client-sqs');
const sqs = new SQSClient({});
exports.handler = ({ detail }) =>
  sqs.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE, MessageBody: detail.order }));`;
const ship = new Fn(stack, 'Ship', {
  runtime: Runtime.NODEJS_24_X,
  handler: 'index.handler',
  code: Code.fromInline(code),
  timeout: Duration.seconds(10),
  environment: { QUEUE: queue.queueUrl },
});
queue.grantSendMessages(ship);
new Rule(stack, 'NewOrders', {
  eventBus: bus,
  eventPattern: { source: ['shop'] },
  targets: [new LambdaFunction(ship)],
});
new CfnOutput(stack, 'BusName', { value: bus.eventBusName });
new CfnOutput(stack, 'QueueUrl', { value: queue.queueUrl });
