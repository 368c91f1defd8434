import { appendFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { localState } from '../../../local-cloud/test/support/local-state';
import type { CloudLease } from '../../src/conformance/cloud-keeper';
import type { CloudOperator } from '../../src/conformance/operator';
import { runScenario } from '../../src/conformance/run-scenario';
import type { Scenario, ScenarioAction } from '../../src/conformance/scenario';
import type { LocalCloudProcess } from '../../src/simulator/local-cloud-process';

jest.mock('../../src/conformance/operator-command', () => {
  const command = async (_folder: string, ...words: readonly string[]) => {
    told.push(words.slice(0, 3).join(' '));
    return 0;
  };
  return {
    operatorCommand: command,
    laterCommand: async (folder: string, _aheadMs: number, ...words: string[]) => command(folder, ...words),
  };
});

const newFolder = temporaryFolder();
let server: Server;
let bodies: string[];
let told: string[];
/** What the endpoint answers to its n-th request. */
let statusOf: (request: number) => number;

beforeEach(async () => {
  bodies = [];
  told = [];
  statusOf = () => 200;
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    bodies.push(`${request.url} ${request.headers['x-local-source-ip'] ?? ''} ${body}`);
    told.push('request');
    response.writeHead(statusOf(bodies.length)).end();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});

afterEach(() => {
  server.close();
  server.closeAllConnections();
});

/** As the system says that a message was submitted. */
function submittedOutcome({ Time, Detail = '' }: PutEventsRequestEntry): string {
  const { messageId, channel, submitterMessageId } = JSON.parse(Detail);
  const since = Time?.toISOString();
  const state = { state: 'submitted', isFinal: false, since, version: 1, corrects: null };
  const data = { messageId, channel, submitterMessageId, ...state, error: null, parts: null, forwardedTo: null };
  const evidence = [{ source: 'sender', state: 'submitted', at: since }];
  const detail = { metadata: { id: 'outcome-1' }, data: { ...data, evidence } };
  return `${JSON.stringify({ 'detail-type': 'Message Outcome', detail })}\n`;
}

function cloudOf(): CloudLease {
  const dataFolder = newFolder();
  writeFileSync(join(dataFolder, 'events.jsonl'), '');
  const tell = (what: string) => async () => void told.push(what);
  const operator: CloudOperator = {
    poison: async (count) => void told.push(`poison ${count}`),
    overflow: async (messages) => void told.push(`overflow ${messages.length}`),
    deadLetters: async (keyOfBody) => [{ key: [...keyOfBody.values()][0] ?? null }],
    redrive: tell('redrive'),
    undelivered: async () => 3,
    put: async (entries) => {
      told.push(`put ${entries.length}`);
      appendFileSync(join(dataFolder, 'events.jsonl'), entries.map(submittedOutcome).join(''));
      return [];
    },
    outcomesWaiting: async () => 0,
    putPassword: tell('password'),
  };
  const cloud: LocalCloudProcess = {
    pid: 0,
    endpointUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/callbacks/`,
    dataFolder,
    state: async () => ({ ...localState(), functions: {}, deliveries: { underWay: 0 } }),
    addFault: async ({ service }) => void told.push(`fault ${service}`),
    clearFaults: tell('clear'),
    deploy: tell('deploy to the process'),
    reset: tell('reset'),
    runSchedules: tell('schedules'),
    stop: tell('stop'),
    kill: tell('kill the process'),
  };
  return {
    cloud,
    dataFolder,
    leasedAt: new Date('2026-05-06T07:08:09Z'),
    rbmSecret: 'secret',
    vibesCredentials: () => ({ username: 'vibes', password: 'pw' }),
    operator: async () => operator,
    killAndStart: tell('kill'),
    deploy: tell('deploy'),
    rotatePassword: tell('rotate'),
    tellVibesThePassword: () => void told.push('tell'),
  };
}

const run = (scenario: Partial<Scenario>) =>
  runScenario(
    { name: 'n', shows: 's', group: 'services fail', rounds: [{ load: { callbacks: 3 } }], ...scenario },
    cloudOf(),
    7,
  );
const fault: ScenarioAction = { do: 'fault', fault: { service: 'sqs', mode: 'error' } };

describe('a scenario', () => {
  it('sends its load and gathers what came of it', async () => {
    const evidence = await run({});
    expect(evidence.deliveries.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted', 'accepted']);
    expect(bodies).toHaveLength(3);
    expect(evidence).toMatchObject({ lines: [], faultsSet: false, publishedWithinSeconds: null, state: localState() });
    expect([...evidence.keyOfBody.values()].sort()).toEqual(
      evidence.deliveries.map(({ callback }) => callback.key).sort(),
    );
    expect(evidence.deadLetters).toEqual([{ key: [...evidence.keyOfBody.values()][0] }]);
  });

  it('sends the callbacks of histories, puts what senders say on the bus, and compares what came of it', async () => {
    const load = { histories: 2, names: ['submitted-silent', 'sms-evidence-only'] } as const;
    const { outcomes, deliveries, lines } = await run({ rounds: [{ load, after: [{ do: 'pass-the-due-time' }] }] });
    expect(deliveries).toHaveLength(2);
    expect(told.filter((line) => line !== 'request')).toEqual(['put 1', 'fault lambda', 'schedules']);
    expect(outcomes).toMatchObject({ messages: 1, versions: 1, repeats: 0, wrong: [], unexpected: [], untrue: [] });
    expect(lines).toEqual([]);
  });

  it('counts what the function that keeps outcomes gave up where that is asked', async () => {
    expect((await run({})).undeliveredReceipts).toBeUndefined();
    expect((await run({ expect: { undeliveredReceipts: 3 } })).undeliveredReceipts).toBe(3);
  });

  it('sends the same again where a round says so, and others where it does not', async () => {
    await run({ rounds: [{ load: { callbacks: 2 } }, { load: 'again' }, { load: { callbacks: 2 } }] });
    expect(new Set(bodies.slice(2, 4))).toEqual(new Set(bodies.slice(0, 2)));
    expect(bodies.slice(4).some((body) => bodies.slice(0, 2).includes(body))).toBe(false);
  });

  it('acts before, during, before the resend and after, each at its time', async () => {
    statusOf = (request) => (request <= 6 ? 503 : 200);
    await run({
      rounds: [
        {
          before: [fault],
          load: { callbacks: 1 },
          during: [{ atMs: 0, act: { do: 'poison', count: 2 } }],
          beforeResend: [{ do: 'clear-faults' }],
          after: [{ do: 'redrive' }],
        },
      ],
    });
    expect(told[0]).toBe('fault sqs');
    expect(told.at(-1)).toBe('redrive');
    expect(told.filter((line) => line !== 'request')).toEqual(['fault sqs', 'poison 2', 'clear', 'redrive']);
    expect(told.slice(0, told.indexOf('clear')).filter((line) => line === 'request')).toHaveLength(6);
  });

  it.each<[action: ScenarioAction, what: string]>([
    [{ do: 'kill' }, 'kill'],
    [{ do: 'deploy', change: { only: 'Consumer', properties: {} } }, 'deploy'],
    [{ do: 'rotate-password' }, 'rotate'],
    [{ do: 'tell-vibes-the-password' }, 'tell'],
    [{ do: 'replay-receipts' }, 'replay --from 2026-05-06T07:08:09.000Z'],
    [{ do: 'redrive-outcomes' }, 'undelivered redrive --all'],
    [{ do: 'hostile', count: 1 }, 'overflow 1'],
  ])('does what it is told: %j', async (action, what) => {
    await run({ rounds: [{ before: [action, { do: 'wait', ms: 0 }, { do: 'drain' }], load: { callbacks: 0 } }] });
    expect(told).toEqual([what]);
  });

  it('knows that faults were set, which a kill forgets', async () => {
    const round = { load: { callbacks: 0 } };
    expect(await run({ rounds: [{ ...round, before: [fault] }] })).toMatchObject({ faultsSet: true });
    expect(await run({ rounds: [{ ...round, before: [fault], after: [{ do: 'kill' }] }] })).toMatchObject({
      faultsSet: false,
    });
  });

  it('calls from the address that it is to come from, and tells how long publication took where that is asked', async () => {
    const evidence = await run({ vibes: { sourceIp: '203.0.113.9' }, expect: { publishedWithinSeconds: 120 } });
    expect(bodies.every((body) => body.includes(' 203.0.113.9 '))).toBe(true);
    expect(evidence.publishedWithinSeconds).toBe(0);
  });
});
