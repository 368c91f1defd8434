import { join } from 'node:path';
import { App, CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { LambdaFunction, SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { VibesCallbacks } from 'vibes-callbacks';

const app = new App();
const stack = new Stack(app, 'OrderBot');
const callbacks = new VibesCallbacks(stack, 'Vibes', { removalPolicy: 'destroy', messageOutcomes: true });

/** What the bot wants to say; the system that sends your messages reads it. */
const replies = new Queue(stack, 'Replies', { enforceSSL: true });
/** What no keyword explains: for a person. */
const inbox = new Queue(stack, 'Inbox', { enforceSSL: true });
/** Whether the confirmation of an order was delivered; its id is the `submitterMessageId` of the message. */
const orders = new Table(stack, 'Orders', {
  partitionKey: { name: 'order', type: AttributeType.STRING },
  billingMode: BillingMode.PAY_PER_REQUEST,
  removalPolicy: RemovalPolicy.DESTROY,
});

function bot(id: string, entry: string): NodejsFunction {
  const fn = new NodejsFunction(stack, id, {
    entry: join(__dirname, 'functions', entry),
    runtime: Runtime.NODEJS_22_X,
    timeout: Duration.seconds(10),
    environment: { REPLIES_URL: replies.queueUrl, ORDERS: orders.tableName },
    depsLockFilePath: join(__dirname, 'package.json'),
    // The AWS SDK of the Lambda runtime is another one than that of a laptop: bring it along.
    bundling: { externalModules: [] },
  });
  replies.grantSendMessages(fn);
  return fn;
}

const keywords = [
  'ORDER',
  'STATUS',
  'STOP',
  'QUIT',
  'END',
  'REVOKE',
  'CANCEL',
  'UNSUBSCRIBE',
  'OPT',
  'OPT-OUT',
  'OPTOUT',
];
const answer = bot('AnswerKeyword', 'answer-keyword.ts');
orders.grantReadData(answer);
callbacks.onCallback('Keywords', {
  types: ['MO Message'],
  filter: { data: { keyword: keywords } },
  target: new LambdaFunction(answer),
});

const note = bot('NoteOutcome', 'note-outcome.ts');
orders.grantWriteData(note);
callbacks.onCallback('Confirmations', {
  types: ['Message Outcome'],
  filter: { data: { submitterMessageId: [{ prefix: 'order-' }] } },
  target: new LambdaFunction(note),
});

const pictures = bot('LookAtPicture', 'look-at-picture.ts');
callbacks.grantReadMedia(pictures);
callbacks.onCallback('Pictures', { types: ['MMS Message'], target: new LambdaFunction(pictures) });

callbacks.onCallback('Rest', {
  types: ['MO Message'],
  filter: { data: { keyword: [null, { 'anything-but': keywords }] } },
  target: new SqsQueue(inbox),
});

new CfnOutput(stack, 'RepliesUrl', { value: replies.queueUrl });
new CfnOutput(stack, 'InboxUrl', { value: inbox.queueUrl });
