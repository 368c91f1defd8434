// The template's alarms, evaluated by the running local cloud whose minute of CloudWatch is two seconds.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DescribeAlarmsCommand, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { until } from '../../../../test/support/until';
import { clientsOf } from '../../../local-cloud/test/aws/clients';
import { type LocalCloudProcess, startLocalCloud } from '../support/start-local-cloud';

jest.setTimeout(60_000);

const newFolder = temporaryFolder();
let cloud: LocalCloudProcess;
let clients: ReturnType<typeof clientsOf>;

beforeAll(async () => {
  cloud = await startLocalCloud({ dataDir: newFolder(), more: ['--minute', '2'] });
  const access = JSON.parse(readFileSync(join(cloud.dataDir, 'aws.json'), 'utf8'));
  clients = clientsOf(access.endpoint, access);
});

afterAll(async () => {
  clients.destroy();
  await cloud.stop();
});

interface Entry {
  readonly name: string;
  readonly state: string;
  readonly runbook: string;
}

async function alarms(): Promise<readonly Entry[]> {
  const { body } = await cloud.control('GET', 'alarms');
  return JSON.parse(String(body));
}

async function stateOf(id: string): Promise<string | undefined> {
  return (await alarms()).find(({ name }) => name === `VibesCallbacks-${id}`)?.state;
}

const send = (path = 'SmsReceiptUrl', headers: Record<string, string> = {}) =>
  fetch(cloud.outputs[path] ?? '', { method: 'POST', body: 'not a callback of Vibes', headers });

const changes = () =>
  readFileSync(join(cloud.dataDir, 'alarms.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

it('all are OK when nothing is wrong, each with its part of the runbook', async () => {
  await until(async () => (await alarms()).every(({ state }) => state === 'OK'));
  const all = await alarms();
  expect(all.length).toBeGreaterThan(12);
  expect(all.filter(({ runbook }) => !/^docs\/RUNBOOK\.md#[a-z-]+$/.test(runbook))).toEqual([]);
});

it('what a function counts is alarmed on, and the alarm ends by itself', async () => {
  expect((await send()).status).toBe(200);
  await until(async () => (await stateOf('Unrecognized')) === 'ALARM');
  expect(
    cloud.lines().some((line) => /^ALARM +VibesCallbacks-Unrecognized .*RUNBOOK\.md#unrecognized/.test(line)),
  ).toBe(true);
  await until(async () => (await stateOf('Unrecognized')) === 'OK');
  const own = changes().filter(({ AlarmName }) => AlarmName === 'VibesCallbacks-Unrecognized');
  expect(own.map(({ NewStateValue }) => NewStateValue)).toEqual(['OK', 'ALARM', 'OK']);
});

it('a caller that the gateway refused is alarmed on', async () => {
  expect((await send('SmsReceiptUrl', { 'x-local-source-ip': '198.51.100.7' })).status).toBe(403);
  await until(async () => (await stateOf('CallerRefused')) === 'ALARM');
});

it('a crash of a function is alarmed on', async () => {
  await cloud.control('POST', 'faults', { service: 'lambda', function: 'ingest', mode: 'error', count: 1 });
  expect((await send()).status).toBeGreaterThanOrEqual(500);
  await until(async () => (await stateOf('IngestErrors')) === 'ALARM');
});

it('nobody complains: the topic lets CloudWatch in', () => {
  expect(cloud.lines().filter((line) => line.includes('could not be published'))).toEqual([]);
});

it('the SDK is told the same, composite alarms among them', async () => {
  const command = new DescribeAlarmsCommand({ AlarmTypes: ['MetricAlarm', 'CompositeAlarm'], MaxRecords: 100 });
  const { MetricAlarms = [], CompositeAlarms = [] } = await clients.cloudwatch.send(command);
  const names = [...MetricAlarms, ...CompositeAlarms].map(({ AlarmName }) => AlarmName);
  expect(names.sort()).toEqual((await alarms()).map(({ name }) => name).sort());
  expect(MetricAlarms[0]?.StateUpdatedTimestamp).toBeInstanceOf(Date);
});

it('the SDK gets the metrics', async () => {
  const Dimensions = [
    { Name: 'ApiName', Value: 'VibesCallbacks' },
    { Name: 'Stage', Value: 'callbacks' },
  ];
  const Metric = { Namespace: 'AWS/ApiGateway', MetricName: 'Count', Dimensions };
  const { MetricDataResults = [] } = await clients.cloudwatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(Date.now() - 24 * 3_600_000),
      EndTime: new Date(Date.now() + 60_000),
      MetricDataQueries: [
        { Id: 'count', MetricStat: { Metric, Period: 60, Stat: 'Sum' }, ReturnData: false },
        { Id: 'filled', Expression: 'FILL(count, 0)' },
      ],
    }),
  );
  const values = MetricDataResults[0]?.Values ?? [];
  expect(values.length).toBeGreaterThan(1000);
  expect(values.reduce((sum, value) => sum + value, 0)).toBe(3);
});
