import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDataFolder } from '../../src/aws/data-folder';
import { createAuthorizer } from '../../src/aws/iam/authorizer';
import { openStores, provision } from '../../src/aws/open-stores';
import type { QueuesAndObjects } from '../../src/aws/sqs/fauxqs-emulator';
import { LocalCloudError } from '../../src/base/local-cloud-error';
import { deployTemplate } from '../../src/template/deploy-template';
import { smallTemplate } from '../support/small-template';
import { temporaryFolder } from '../support/temporary-folder';

const newFolder = temporaryFolder();
const deployment = deployTemplate(smallTemplate(), { endpoint: 'http://127.0.0.1:1' });

/** What the emulator of queues and buckets was asked for. */
let calls: string[] = [];
const buckets = new Set<string>();
/** The error with which it starts, instead. */
let failure: Error | undefined;

// The real one wants a newer Node.js than the tests may run on.
jest.mock('../../src/aws/sqs/fauxqs-emulator', () => ({
  startFauxqsEmulator: async (): Promise<QueuesAndObjects> => {
    if (failure !== undefined) throw failure;
    return Object.create({
      queue: () => undefined,
      queues: () => [{ arn: deployment.attribute('Queue', 'Arn'), url: 'queue-url' }],
      objects: {
        hasBucket: (name: string) => buckets.has(name),
        createBucket: (name: string) => void buckets.add(name),
      },
      handle: async ({ headers, body }: Parameters<QueuesAndObjects['handle']>[0]) => {
        const { QueueName, QueueUrl } = JSON.parse(body.toString());
        calls.push(`${String(headers['x-amz-target']).split('.')[1]} ${QueueName ?? QueueUrl}`);
        return { status: 200, headers: {}, body: '{}' };
      },
      clear: () => calls.push('clear'),
      stop: async () => calls.push('stop'),
    });
  },
}));

beforeEach(() => {
  calls = [];
  buckets.clear();
  failure = undefined;
});

const open = (path = join(newFolder(), 'data')) =>
  openStores(deployment, openDataFolder(path), createAuthorizer(deployment));

describe('the stores', () => {
  it('get what the template has, and the values of secrets that are given', async () => {
    const stores = await open();
    await provision(deployment, stores, { Secret: 'mine' });
    const { ref } = deployment.resource('Secret');
    expect(stores.secrets.find(ref)?.versions.map(({ value, stages }) => [value, stages])).toEqual([
      [expect.stringContaining('"username":"vibes"'), ['AWSPREVIOUS']],
      ['mine', ['AWSCURRENT']],
    ]);
    expect(calls.filter((call) => call.startsWith('CreateQueue'))).toEqual([
      expect.stringContaining('Queue'),
      expect.stringContaining('DeadLetters'),
    ]);
    expect(calls.at(-1)).toBe('SendMessage queue-url');
    expect([...buckets]).toEqual(['callbacks']);
    await stores.close();
  });

  it('are left as they are where they have it', async () => {
    const path = join(newFolder(), 'data');
    const first = await open(path);
    await provision(deployment, first, {});
    const before = first.secrets.find(deployment.resource('Secret').ref);
    await first.close();
    const second = await open(path);
    calls = [];
    await provision(deployment, second, {});
    expect(second.secrets.find(deployment.resource('Secret').ref)).toEqual(before);
    expect(calls.filter((call) => call.startsWith('SendMessage'))).toEqual([]);
    await second.close();
  });

  it('are emptied all together, but for the secrets', async () => {
    const stores = await open();
    await provision(deployment, stores, {});
    stores.log.append(['{}']);
    const owed = stores.pending.add({ bucket: 'callbacks', key: 'overflow/1', eventName: 'ObjectCreated:Put' });
    expect(owed).toBeDefined();
    await stores.clear();
    expect([stores.log.count, calls.at(-1)]).toEqual([0, 'clear']);
    expect(stores.secrets.find(deployment.resource('Secret').ref)?.versions).toHaveLength(1);
    await stores.close();
    expect(calls.at(-1)).toBe('stop');
  });

  it.each([
    ['in use', new Error('database is locked'), /queues-and-objects cannot be opened: another local cloud runs/],
    ['explained already', new LocalCloudError('emulator-missing', 'npm ci first'), /^npm ci first$/],
  ])('that cannot be opened are reported in a sentence: %s', async (_why, error, sentence) => {
    failure = error;
    await expect(open()).rejects.toThrow(LocalCloudError);
    await expect(open()).rejects.toThrow(sentence);
  });

  it('that are damaged are reported with their file', async () => {
    const path = join(newFolder(), 'data');
    openDataFolder(path);
    writeFileSync(join(path, 'secrets.json'), '[[');
    await expect(open(path)).rejects.toThrow(/secrets\.json is damaged: put back a copy, or delete it/);
  });
});
