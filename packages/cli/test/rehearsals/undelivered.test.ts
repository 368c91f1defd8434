import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { CfnOutput } from 'aws-cdk-lib';
import { LambdaFunction, SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Code, Function as Fn, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { synthesize } from '../../../../test/lib/synth';
import { until } from '../../../../test/support/until';
import { graft } from '../support/graft';
import { clientOptions } from '../support/ops-cloud';
import { type EditableTemplate, resourcesOf } from '../support/patched-assembly';
import { moMessage, type Rehearsal, rehearse } from '../support/rehearsal';

/**
 * A queue and a function that get every message, and another queue that must not get one twice. `Losing` and `Drops` lose
 * events: EventBridge may not write to the queue of undelivered events, and Lambda's destination does not exist.
 */
const subscribed = synthesize({}, (callbacks, stack) => {
  const types = ['MO Message'] as const;
  const queue = (id: string) => {
    const made = new Queue(stack, `${id}Queue`);
    new CfnOutput(stack, `${id}QueueUrl`, { value: made.queueUrl }).overrideLogicalId(`${id}QueueUrl`);
    return new SqsQueue(made);
  };
  callbacks.onCallback('Orders', { types, target: queue('Order') });
  callbacks.onCallback('Others', { types, target: queue('Other') });
  callbacks.onCallback('Losing', { types, target: queue('Losing') });
  const functionOf = (id: string) =>
    new LambdaFunction(
      new Fn(stack, id, {
        runtime: Runtime.NODEJS_24_X,
        handler: 'index.handler',
        code: Code.fromInline(
          'exports.handler = async ({ id, detail }) => { if (process.env.BROKEN) throw new TypeError(detail.data.text); console.log("answered", detail.metadata.id, id); }',
        ),
        environment: { BROKEN: 'yes' },
      }),
    );
  callbacks.onCallback('Answers', { types, target: functionOf('Answer') });
  callbacks.onCallback('Drops', { types, target: functionOf('Drop') });
});

const nowhere = { 'Fn::Sub': `arn:aws:sqs:\${AWS::Region}:\${AWS::AccountId}:nowhere` };
const rehearsal = rehearse({ edit: works });

it('Undelivered: a deleted queue and a failing function get the event later, and no other subscription gets it twice', async () => {
  const cloud = rehearsal();
  await cloud.deployEdited(gone);
  await until(async () => (await cloud.postMo(moMessage('one'))).status === 200);
  await cloud.fires('OrdersUndelivered');
  await cloud.fires('AnswersUndelivered');
  // These alarms end a minute later.
  for (const id of ['LosingLost', 'DropsDropped']) await cloud.hasFired(id);
  await cloud.pass(12);
  expect(cloud.isIn('ALARM', 'OrdersUndeliveredExpiring')).toBe(true);
  const found = await cloud.ops('status');
  expect([found.code, found.json.verdict]).toEqual([1, 'act']);
  expect(found.json.undelivered).toMatchObject({ count: 2, bySubscription: { Answers: 1, Orders: 1 } });
  expect(found.err).toMatch(/"npm run ops -- undelivered redrive --all --local /);
  const { json } = await cloud.ops('undelivered', 'list');
  expect(json.messages).toEqual([
    expect.objectContaining({ subscription: 'Answers', failedAt: 'function', errorCode: 'TypeError', receives: 3 }),
    expect.objectContaining({ subscription: 'Orders', failedAt: 'delivery', errorCode: 'NO_RESOURCE', receives: 1 }),
  ]);
  const [{ eventId }] = json.messages;
  expect(json.messages).toEqual([
    expect.objectContaining({ eventId, detailType: 'MO Message', errorMessage: null }),
    expect.objectContaining({ eventId, detailType: 'MO Message', errorMessage: expect.any(String) }),
  ]);

  expect((await cloud.ops('find', eventId)).err).toContain(`undelivered show ${eventId} `);

  await cloud.deploy();
  const dry = await cloud.ops('undelivered', 'redrive', '--subscription', 'Orders', '--dry-run');
  expect(dry.json).toMatchObject({ moved: 0, left: 1, messages: [{ subscription: 'Orders' }] });
  expect((await cloud.ops('undelivered', 'redrive', '--all', '--yes')).json).toEqual({ moved: 2, left: 0, failed: [] });

  await cloud.ends('OrdersUndelivered', 'AnswersUndelivered', 'OrdersUndeliveredExpiring', 'CallbacksAtRisk');
  await cloud.ends('LosingLost', 'DropsDropped');
  await until(() => answered(cloud).length > 0);
  expect(answered(cloud)).toEqual([eventId]);
  await until(async () => (await eventsIn(cloud, 'Order')).length > 0);
  for (const name of ['Order', 'Other']) expect(await eventsIn(cloud, name)).toEqual([eventId]);
  await cloud.quiet();
  expect(cloud.published()).toEqual(['one']);
});

it('OrdersRetrying: a queue that answers 5XX for a while gets the event once, when it works again', async () => {
  const cloud = rehearsal();
  await cloud.deployEdited(allWork);
  expect((await cloud.control('POST', 'faults', { service: 'rule', rule: 'Order', mode: 'error' })).status).toBe(200);
  await until(async () => (await cloud.postMo(moMessage('two'))).status === 200);
  await cloud.fires('OrdersRetrying');
  const found = await cloud.ops('status');
  expect([found.code, found.json.verdict]).toEqual([1, 'act']);
  expect(found.err).toContain('RUNBOOK.md#undelivered');
  expect(await eventsIn(cloud, 'Order')).toEqual([]);
  await until(async () => (await eventsIn(cloud, 'Other')).length === 1);

  await cloud.control('DELETE', 'faults');
  await until(async () => (await eventsIn(cloud, 'Order')).length > 0);
  await cloud.ends('OrdersRetrying');
  expect(await eventsIn(cloud, 'Order')).toEqual(await eventsIn(cloud, 'Other'));
  expect(cloud.isIn('ALARM', 'OrdersUndelivered')).toBe(false);
  await cloud.quiet();
});

/** The template with an hour as a minute, so that days are seconds. */
function works(template: EditableTemplate): void {
  graft(template, subscribed);
  for (const [, { Properties }] of resourcesOf(template, 'AWS::CloudWatch::Alarm')) {
    if (Properties.Period === 3600) Object.assign(Properties, { Period: 60, EvaluationPeriods: 12 });
  }
  for (const [id, { Properties }] of resourcesOf(template, 'AWS::Lambda::Function')) {
    if (id.startsWith('Answer')) delete Properties.Environment;
  }
  keepNothing(template);
}

function allWork(template: EditableTemplate): void {
  for (const [id, { Properties }] of resourcesOf(template, 'AWS::Lambda::Function')) {
    if (id.startsWith('Drop')) delete Properties.Environment;
  }
}

/** The queues of two rules do not exist; the function throws. */
function gone(template: EditableTemplate): void {
  for (const [id, { Properties }] of resourcesOf(template, 'AWS::Events::Rule')) {
    const [target] = (Properties.Targets ?? []) as { Arn: unknown }[];
    if (/(Orders|Losing)Rule/.test(id) && target !== undefined) target.Arn = nowhere;
  }
  for (const [id, { Properties }] of resourcesOf(template, 'AWS::Lambda::Function')) {
    if (id.startsWith('Answer')) Properties.Environment = { Variables: { BROKEN: 'yes' } };
  }
}

function keepNothing(template: EditableTemplate): void {
  for (const [id, { Properties }] of resourcesOf(template, 'AWS::SQS::QueuePolicy')) {
    const { Statement } = Properties.PolicyDocument as { Statement: { Effect: string }[] };
    if (id.includes('LosingUndelivered')) Properties.PolicyDocument = { Statement: Statement.filter(isDeny) };
  }
  for (const [, { Properties }] of resourcesOf(template, 'AWS::Lambda::EventInvokeConfig')) {
    if (JSON.stringify(Properties.FunctionName).includes('"Drop'))
      Properties.DestinationConfig = { OnFailure: { Destination: nowhere } };
  }
  for (const [id, { Properties }] of resourcesOf(template, 'AWS::IAM::Policy')) {
    const [statement] = (Properties.PolicyDocument as { Statement: { Resource: unknown }[] }).Statement;
    if (id.includes('DropsFailures') && statement !== undefined) statement.Resource = nowhere;
  }
}

const isDeny = ({ Effect }: { readonly Effect: string }) => Effect === 'Deny';

/** Ids of our events that the function handled. */
function answered({ dataDir }: Rehearsal): readonly string[] {
  const log = readFileSync(join(dataDir, 'functions.log'), 'utf8');
  return [...log.matchAll(/answered (\S+)/g)].map(([, id = '']) => id);
}

async function eventsIn(cloud: Rehearsal, name: string): Promise<readonly string[]> {
  const sqs = new SQSClient(clientOptions(cloud.dataDir));
  const QueueUrl = cloud.outputs[`${name}QueueUrl`];
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 }),
  );
  return Messages.map(({ Body = '' }) => JSON.parse(Body).detail.metadata.id);
}
