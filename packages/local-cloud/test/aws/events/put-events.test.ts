import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createEventsService } from '../../../src/aws/events/control/events-service';
import { openEventLog } from '../../../src/aws/events/event-log';
import type { PublishedEvent } from '../../../src/aws/events/published-event';
import { openOwnRules } from '../../../src/aws/events/rules/own-rules';
import { deployTemplate } from '../../../src/template/deploy-template';
import { smallTemplate } from '../../support/small-template';
import { temporaryFolder } from '../../support/temporary-folder';
import { callOf, jsonOf } from '../calls';

const newFolder = temporaryFolder();
const entry = { EventBusName: 'callbacks', Source: 'vibes.callbacks', DetailType: 'MO Message', Detail: '{"a":1}' };

function given() {
  const path = join(newFolder(), 'events.jsonl');
  const log = openEventLog(path);
  const told: PublishedEvent[] = [];
  const deployment = deployTemplate(smallTemplate(), { endpoint: 'http://127.0.0.1:1' });
  const ownRules = openOwnRules(join(newFolder(), 'rules.json'));
  const service = createEventsService(deployment, log, ownRules, (event) => told.push(event));
  const put = (...Entries: readonly unknown[]) =>
    service.handle(callOf('events', 'PutEvents', { Entries }), () => true);
  const lines = () =>
    readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line !== '');
  return { service, put, told, lines };
}

describe('PutEvents', () => {
  it('logs an entry as a target of a rule gets it', async () => {
    const { put, lines } = given();
    const reply = await put({ ...entry, Resources: ['arn:x'], Time: 1_793_000_000.7 });
    const answer = jsonOf(reply) as { Entries: { EventId: string }[]; FailedEntryCount: number };
    expect(answer.FailedEntryCount).toBe(0);
    expect(lines().map((line) => JSON.parse(line))).toEqual([
      {
        version: '0',
        id: answer.Entries[0]?.EventId,
        'detail-type': 'MO Message',
        source: 'vibes.callbacks',
        account: '000000000000',
        time: '2026-10-26T07:33:20Z',
        region: 'us-east-1',
        resources: ['arn:x'],
        detail: { a: 1 },
      },
    ]);
  });

  it('leaves the detail to the letter', async () => {
    const { put, lines } = given();
    const Detail = '{ "big": 9007199254740993, "real": 1.10, "a": 1, "a": 2, "text": "\\u00e9 \\n" }';
    await put({ ...entry, Detail });
    expect(lines()[0]?.endsWith(`"detail":${Detail}}`)).toBe(true);
  });

  it('keeps a detail of several lines on one line', async () => {
    const { put, lines } = given();
    await put({ ...entry, Detail: '{\r\n"a":\n1}' });
    expect(lines().map((line) => JSON.parse(line).detail)).toEqual([{ a: 1 }]);
  });

  it('logs in order of publication and tells each event', async () => {
    const { put, told, lines } = given();
    await put(entry, { ...entry, DetailType: 'RBM Event' });
    await put({ ...entry, DetailType: 'Platform Event' });
    expect(told.map(({ detailType }) => detailType)).toEqual(['MO Message', 'RBM Event', 'Platform Event']);
    expect(told.map(({ json }) => json)).toEqual(lines());
  });

  it.each([
    ['a malformed detail', { Detail: '{' }, 'MalformedDetail'],
    ['an unknown bus', { EventBusName: 'other' }, 'ResourceNotFoundException'],
    ['a missing type', { DetailType: undefined }, 'InvalidArgument'],
  ])('fails an entry with %s alone', async (_name, change, code) => {
    const { put, lines } = given();
    const answer = jsonOf(await put(entry, { ...entry, ...change }, entry));
    expect(answer).toMatchObject({ FailedEntryCount: 1, Entries: [{}, { ErrorCode: code }, {}] });
    expect(lines()).toHaveLength(2);
  });

  it('knows a bus by its ARN, and the default bus', async () => {
    const { put } = given();
    const arn = 'arn:aws:events:us-east-1:000000000000:event-bus/callbacks';
    const { EventBusName: _name, ...toDefault } = entry;
    expect(jsonOf(await put({ ...entry, EventBusName: arn }, toDefault))).toMatchObject({ FailedEntryCount: 0 });
  });

  it.each([
    ['no entry', []],
    ['more than ten entries', Array.from({ length: 11 }, () => entry)],
    ['more than 1 MiB', [{ ...entry, Detail: JSON.stringify({ a: 'x'.repeat(1024 * 1024) }) }]],
    [
      'more than 1 MiB together',
      Array.from({ length: 2 }, () => ({ ...entry, Detail: `{"a":"${'x'.repeat(600_000)}"}` })),
    ],
  ])('refuses a request of %s as a whole', async (_name, entries) => {
    const { put, lines } = given();
    const reply = await put(...entries);
    expect([reply.status, jsonOf(reply).__type]).toEqual([400, 'com.amazonaws.events#ValidationException']);
    expect(lines()).toEqual([]);
  });

  it('needs the bus, with source and type to be asked for', () => {
    const { service } = given();
    expect(service.requirements(callOf('events', 'PutEvents', { Entries: [entry] }))).toEqual([
      {
        action: 'events:PutEvents',
        resource: 'arn:aws:events:us-east-1:000000000000:event-bus/callbacks',
        context: { 'events:source': 'vibes.callbacks', 'events:detail-type': 'MO Message' },
      },
    ]);
  });

  it('is all that is supported', async () => {
    const { service } = given();
    const reply = await service.handle(callOf('events', 'CreateEventBus'), () => true);
    expect(jsonOf(reply).__type).toBe('com.amazonaws.events#UnknownOperationException');
  });
});
