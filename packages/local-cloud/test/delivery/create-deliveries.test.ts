import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { readRules } from '../../src/aws/events/rules/read-rules';
import type { Rule } from '../../src/aws/events/rules/rule';
import { openKeptTimes } from '../../src/aws/kept-times';
import type { LogEvent } from '../../src/aws/logs/log-store';
import { createDeliveries } from '../../src/delivery/create-deliveries';
import { openDeliveryJournal } from '../../src/delivery/delivery-journal';
import type { DeliveryOutcome } from '../../src/delivery/delivery-outcome';
import { RuleFaults } from '../../src/delivery/rule-faults';
import type { Functions } from '../../src/lambda/functions';
import { deployTemplate } from '../../src/template/deploy-template';
import { metricAlarm } from '../aws/cloudwatch/alarms/definitions';
import { functionConfig } from '../lambda/scripted-worker';
import { temporaryFolder } from '../support/temporary-folder';

const newFolder = temporaryFolder();
const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0)) await end();
});

const arn = (service: string, rest: string) => `arn:aws:${service}:us-east-1:000000000000:${rest}`;
const busArn = arn('events', 'event-bus/callbacks');
const json = '{"id":"e1","source":"s","detail-type":"T","detail":{}}';
const event = { detailType: 'T', json, busArn, publishedAt: new Date(0) };

/** The AWS server, of which SQS alone is asked: what was sent to which queue. */
async function queuesOf() {
  const sent: { readonly url: string; readonly body: string }[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => (text += chunk));
    request.on('end', () => {
      const { QueueUrl, MessageBody } = JSON.parse(text);
      sent.push({ url: QueueUrl, body: MessageBody });
      response.end('{}');
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  endings.push(() => new Promise((closed) => server.close(closed).closeAllConnections()));
  return { sent, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** A stack whose one rule has this target, and everything that it can reach. */
async function given(target: string) {
  const { sent, endpoint } = await queuesOf();
  const template = {
    Resources: {
      Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'callbacks' } },
      Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'orders' } },
      Other: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'other' } },
      Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/events' } },
      Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'alarms' } },
      Bot: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'bot' } },
      Subscription: {
        Type: 'AWS::SNS::Subscription',
        Properties: { TopicArn: { Ref: 'Topic' }, Protocol: 'sqs', Endpoint: arn('sqs', 'other') },
      },
      Rule: {
        Type: 'AWS::Events::Rule',
        Properties: {
          Name: 'rule',
          EventBusName: { Ref: 'Bus' },
          EventPattern: { source: ['s'] },
          Targets: [{ Id: 'T', Arn: arn('sqs', 'orders') }],
        },
      },
    },
  };
  const stackOf = (wanted: string) => {
    const deployment = deployTemplate(template, { endpoint });
    const read = readRules(deployment, deployment.ofType('AWS::Events::Rule'));
    const targetsOf = ({ targets }: Rule) => targets.map((one) => ({ ...one, arn: wanted }));
    const rules = read.rules.map((rule) => ({ ...rule, targets: targetsOf(rule) }));
    return {
      deployment,
      rules,
      functions: [functionConfig('/', { logicalId: 'Bot', arn: arn('lambda', 'function:bot') })],
    };
  };
  const outcomes: DeliveryOutcome[] = [];
  const errors: unknown[] = [];
  const invoked: string[] = [];
  const logged: [string, LogEvent][] = [];
  const functions: Functions = Object.create({
    byId: (id: string) => ({
      invoke: async (payload: string) => {
        invoked.push(`${id} ${payload}`);
        return { status: 'ok', payload: Buffer.from('{}') };
      },
    }),
  });
  const deliveries = createDeliveries(stackOf(target), {
    aws: {
      endpoint,
      region: 'us-east-1',
      operator: { accessKeyId: 'operator', secretAccessKey: 's' },
      queueUrl: (wanted) => (wanted === arn('sqs', 'own') ? `${endpoint}/own` : undefined),
      permissions: { allowsService: () => true, deniedToRole: () => undefined },
    },
    functions,
    logs: { append: (group, one) => logged.push([group, one]) },
    journal: openDeliveryJournal(join(newFolder(), 'deliveries.jsonl')),
    fired: openKeptTimes(join(newFolder(), 'schedules.json')),
    faults: new RuleFaults(),
    minuteMs: 60_000,
    onOutcome: (outcome) => outcomes.push(outcome),
    onAsyncMetric: () => undefined,
    onError: (error) => errors.push(error),
  });
  endings.push(() => deliveries.stop());
  const settled = async () => {
    while (deliveries.underWay > 0) await new Promise((done) => setImmediate(done));
  };
  return { deliveries, outcomes, errors, invoked, logged, sent, settled, stackOf, endpoint };
}

describe('an event is delivered to', () => {
  it('a queue', async () => {
    const { deliveries, sent, outcomes, settled, endpoint } = await given(arn('sqs', 'orders'));
    deliveries.take(event);
    await settled();
    expect(sent).toEqual([{ url: `${endpoint}/000000000000/orders`, body: json }]);
    expect(outcomes).toMatchObject([{ step: 'delivered', ruleName: 'rule' }]);
  });

  it('a function, of whichever version', async () => {
    const { deliveries, invoked, settled } = await given(arn('lambda', 'function:bot:live'));
    deliveries.take(event);
    await settled();
    expect(invoked).toEqual([`Bot ${json}`]);
  });

  it('a log group', async () => {
    const { deliveries, logged, settled } = await given(arn('logs', 'log-group:/events'));
    deliveries.take(event);
    await settled();
    expect(logged).toMatchObject([['/events', { message: json }]]);
  });

  it('the subscribers of a topic', async () => {
    const { deliveries, sent, settled } = await given(arn('sns', 'alarms'));
    deliveries.take(event);
    await settled();
    expect(sent.map(({ body }) => JSON.parse(body).Message)).toEqual([json]);
  });

  it('no target whose service is not here, which is reported', async () => {
    const { deliveries, outcomes, settled } = await given(arn('kinesis', 'stream/x'));
    deliveries.take(event);
    await settled();
    expect(outcomes).toMatchObject([
      { step: 'dropped', detail: expect.stringContaining(`nothing is sent to ${arn('kinesis', 'stream/x')} here`) },
    ]);
  });

  it('no function that does not run here', async () => {
    const { deliveries, outcomes, settled } = await given(arn('lambda', 'function:other'));
    deliveries.take(event);
    await settled();
    expect(outcomes).toMatchObject([{ step: 'dropped' }]);
  });
});

test('after a deployment the new rules and targets are the ones', async () => {
  const { deliveries, sent, settled, stackOf, endpoint } = await given(arn('sqs', 'orders'));
  deliveries.replace(stackOf(arn('sqs', 'other')));
  deliveries.take(event);
  await settled();
  deliveries.schedules.stop();
  expect(sent.map(({ url }) => url)).toEqual([`${endpoint}/000000000000/other`]);
});

test('a rule that the API made runs beside those of the template, before and after a deployment', async () => {
  const { deliveries, sent, settled, stackOf, endpoint } = await given(arn('sqs', 'orders'));
  const [target] = stackOf(arn('sqs', 'own')).rules;
  if (target === undefined) throw new Error('the stack has a rule');
  const both = [`${endpoint}/000000000000/orders`, `${endpoint}/own`];
  const reached = async () => {
    sent.length = 0;
    deliveries.take(event);
    await settled();
    return sent.map(({ url }) => url).sort();
  };
  deliveries.takeOwnRules([{ ...target, name: 'own', arn: 'arn:own' }]);
  expect(await reached()).toEqual(both);
  deliveries.replace(stackOf(arn('sqs', 'orders')));
  deliveries.schedules.stop();
  expect(await reached()).toEqual(both);
  deliveries.takeOwnRules([]);
  expect(await reached()).toEqual(both.slice(0, 1));
});

test('a change of an alarm goes to its topic', async () => {
  const { deliveries, sent, errors } = await given(arn('sqs', 'orders'));
  deliveries.notify([{ alarm: metricAlarm(), from: 'OK', to: 'ALARM', reason: 'because', at: new Date(0) }]);
  while (sent.length === 0 && errors.length === 0) await new Promise((done) => setImmediate(done));
  expect(errors).toEqual([]);
  expect(JSON.parse(JSON.parse(sent[0]?.body ?? '').Message)).toMatchObject({ AlarmName: 'errors' });
});
