import { join } from 'node:path';
import { App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { LambdaFunction, SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { VibesCallbacks } from 'vibes-callbacks';

const app = new App();
const stack = new Stack(app, 'OrderBot');
const callbacks = new VibesCallbacks(stack, 'Vibes', { removalPolicy: 'destroy' });

/** What the bot wants to say; whoever sends messages for you reads it. */
const replies = new Queue(stack, 'Replies', { enforceSSL: true });
/** What no keyword explains: for a person. */
const inbox = new Queue(stack, 'Inbox', { enforceSSL: true });

function bot(id: string, entry: string): NodejsFunction {
  const fn = new NodejsFunction(stack, id, {
    entry: join(__dirname, 'functions', entry),
    runtime: Runtime.NODEJS_22_X,
    timeout: Duration.seconds(10),
    environment: { REPLIES_URL: replies.queueUrl },
    depsLockFilePath: join(__dirname, 'package.json'),
    // The AWS SDK of the Lambda runtime is another one than that of a laptop: bring it along.
    bundling: { externalModules: [] },
  });
  replies.grantSendMessages(fn);
  return fn;
}

const keywords = ['ORDER', 'STOP', 'QUIT', 'END', 'REVOKE', 'CANCEL', 'UNSUBSCRIBE', 'OPT', 'OPT-OUT', 'OPTOUT'];
callbacks.onCallback('Keywords', {
  types: ['MO Message'],
  filter: { data: { keyword: keywords } },
  target: new LambdaFunction(bot('AnswerKeyword', 'answer-keyword.ts')),
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
