import { join } from 'node:path';
import { openMappingSwitches } from '../../src/event-source/mapping-switches';
import { Mappings } from '../../src/event-source/mappings';
import type { Mapping } from '../../src/event-source/read-mapping';
import type { Functions } from '../../src/lambda/functions';
import { temporaryFolder } from '../support/temporary-folder';

/** What the mapping under each id was told. */
const told: string[] = [];
/** Ends what a mapping still has under way. */
const settle = new Map<string, () => void>();

jest.mock('../../src/event-source/event-source-mapping', () => ({
  EventSourceMapping: class {
    readonly #settled: Promise<void>;
    constructor(
      private readonly mapping: Mapping,
      readonly ports: { invoke(event: string): Promise<unknown> },
      concurrency: number,
    ) {
      told.push(`${mapping.id} made, ${concurrency} at a time`);
      if (mapping.windowMs > 0) told.push(`${mapping.id} waits for ${mapping.windowMs} ms`);
      this.#settled = new Promise((resolve) => settle.set(mapping.id, resolve));
      invoke = ports.invoke;
    }
    start = () => void told.push(`${this.mapping.id} started`);
    finish = () => void told.push(`${this.mapping.id} finishes`);
    abort = () => void told.push(`${this.mapping.id} aborted`);
    pause = async () => void told.push(`${this.mapping.id} paused`);
    resume = () => void told.push(`${this.mapping.id} resumed`);
    settled = () => this.#settled;
  },
}));
let invoke: (event: string) => Promise<unknown>;

const newFolder = temporaryFolder();
const tick = () => new Promise((resolve) => setImmediate(resolve));

const mapping = (id: string, more: Partial<Mapping> = {}): Mapping => ({
  id,
  enabled: true,
  functionArn: 'arn:function',
  functionLogicalId: 'Consumer',
  roleLogicalId: 'Role',
  queueUrl: 'http://127.0.0.1:1/q',
  queueArn: 'arn:queue',
  region: 'us-east-1',
  batchSize: 10,
  windowMs: 0,
  maxConcurrency: 20,
  reportsBatchItemFailures: true,
  ...more,
});

function given(switches = openMappingSwitches(join(newFolder(), 'mappings.json'), () => 7), minuteMs = 60_000) {
  told.length = 0;
  const invoked: string[] = [];
  const functions: Functions = Object.create({
    byId: (id: string) => ({ invoke: async (event: string) => invoked.push(`${id} ${event}`) }),
  });
  const credentialsOf = (role: string) => {
    if (role !== 'Role') throw new Error(`no such role: ${role}`);
    return { accessKeyId: 'k', secretAccessKey: 's' };
  };
  const mappings = new Mappings({
    aws: { endpoint: 'http://127.0.0.1:1', credentialsOf, hiddenMessages: () => ({ comeBackSooner: () => {} }) },
    functions,
    switches,
    minuteMs,
    onReceive: () => undefined,
    onError: (error) => {
      throw error;
    },
  });
  return { mappings, invoked, switches };
}

describe('the event source mappings', () => {
  it('start, four batches at a time at most, and invoke the function of the template', async () => {
    const { mappings, invoked } = given();
    mappings.start([mapping('a'), mapping('b', { maxConcurrency: 2 })]);
    expect(told).toEqual(['a made, 4 at a time', 'a started', 'b made, 2 at a time', 'b started']);
    await invoke('event');
    expect(invoked).toEqual(['Consumer event']);
  });

  it.each([60_000, 1_000])('wait for a fuller batch by the minutes of CloudWatch: of %d ms', (minuteMs) => {
    const { mappings } = given(undefined, minuteMs);
    mappings.start([mapping('a', { windowMs: 6_000 })]);
    expect(told).toContain(`a waits for ${minuteMs / 10} ms`);
  });

  it('that are disabled do not start', () => {
    const { mappings } = given();
    mappings.start([mapping('a', { enabled: false })]);
    expect(told).toEqual([]);
    expect(mappings.states()).toMatchObject([{ enabled: false, settling: false, changedAt: undefined }]);
  });

  it('go on where a deployment left them as they are', () => {
    const { mappings } = given();
    mappings.start([mapping('a')]);
    mappings.start([mapping('a')]);
    expect(told).toEqual(['a made, 4 at a time', 'a started']);
  });

  it('are replaced where their settings are others', () => {
    const { mappings } = given();
    mappings.start([mapping('a')]);
    mappings.start([mapping('a', { batchSize: 1 })]);
    expect(told.slice(2)).toEqual(['a finishes', 'a made, 4 at a time', 'a started']);
  });

  it('that are switched off finish what is under way, which can be seen, and start again', async () => {
    const { mappings, switches } = given();
    mappings.start([mapping('a')]);
    mappings.setEnabled('a', false);
    expect(mappings.states()).toMatchObject([{ enabled: false, settling: true, changedAt: new Date(7) }]);
    settle.get('a')?.();
    await tick();
    expect(mappings.states()).toMatchObject([{ enabled: false, settling: false }]);
    expect(switches.isEnabled(mapping('a'))).toBe(false);
    mappings.setEnabled('a', true);
    mappings.setEnabled('a', true);
    expect(told.slice(2)).toEqual(['a finishes', 'a made, 4 at a time', 'a started']);
  });

  it('that are not there cannot be switched', () => {
    expect(() => given().mappings.setEnabled('x', true)).toThrow('there is no mapping x');
  });

  it('are all told to pause, to resume and to stop: those that finish, too', async () => {
    const { mappings } = given();
    mappings.start([mapping('a'), mapping('b')]);
    const [first] = settle.keys();
    expect(first).toBe('a');
    mappings.setEnabled('a', false);
    told.length = 0;
    await mappings.pause();
    mappings.resume();
    mappings.abort();
    expect([...told].sort()).toEqual(['a aborted', 'a paused', 'a resumed', 'b aborted', 'b paused', 'b resumed']);
  });

  it('are settled when the last of them is', async () => {
    const { mappings } = given();
    mappings.start([mapping('a'), mapping('b')]);
    let settled = false;
    const waiting = mappings.settled().then(() => {
      settled = true;
    });
    settle.get('a')?.();
    await tick();
    expect(settled).toBe(false);
    settle.get('b')?.();
    await waiting;
  });
});
