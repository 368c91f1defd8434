import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { localState } from '../../../local-cloud/test/support/local-state';
import { CloudKeeper, type LeaseWishes } from '../../src/conformance/cloud-keeper';
import type { LocalCloudProcessOptions } from '../../src/simulator/local-cloud-process';

/** What was done to the clouds, in order; each has the number of its start. */
let told: string[] = [];
let started: LocalCloudProcessOptions[] = [];
/** Whether the clouds take no deployment. */
let isRefused = false;

jest.mock('../../src/simulator/local-cloud-process', () => ({
  startLocalCloud: async (options: LocalCloudProcessOptions) => {
    started.push(options);
    const id = started.length;
    const tell = (what: string) => async () => void told.push(`${id} ${what}`);
    told.push(`${id} started`);
    return {
      pid: id,
      endpointUrl: `http://127.0.0.1:${id}`,
      dataFolder: options.dataFolder,
      state: async () => localState(),
      addFault: tell('fault'),
      clearFaults: tell('cleared'),
      deploy: async () => {
        told.push(`${id} ${isRefused ? 'refused' : 'deployed'}`);
        if (isRefused) throw new Error('/_local/deploy answered 409');
      },
      reset: tell('reset'),
      stop: tell('stopped'),
      kill: tell('killed'),
    };
  },
}));
jest.mock('../../src/conformance/assembly', () => ({
  synthesize: async (_directory: string, settings: object) => void told.push(`synthesized ${JSON.stringify(settings)}`),
  changeAssembly: async (_from: string, _to: string, changes: readonly object[]) => {
    told.push(`${changes.length} changes`);
  },
}));
jest.mock('../../src/conformance/operator', () => ({
  openOperator: async () => ({
    putPassword: async ({ password }: { password: string }) => void told.push(`password ${password.length}`),
  }),
}));

let keeper: CloudKeeper;
beforeEach(async () => {
  told = [];
  started = [];
  isRefused = false;
  keeper = CloudKeeper.open();
});
afterEach(() => keeper.close());

const change = { only: 'Consumer', properties: { 'AWS::Lambda::Function': { Timeout: 9 } } };
const lease = (more: Partial<LeaseWishes> = {}) => keeper.lease({ changes: [], wrongPassword: false, ...more });

describe('the cloud of a scenario', () => {
  it('is started with its changes and secrets of its own, and its functions are cold', async () => {
    const { cloud, rbmSecret, vibesCredentials } = await lease({ changes: [change] });
    expect(told).toEqual(['synthesized {}', '1 changes', '1 started', '1 reset']);
    expect(cloud.endpointUrl).toBe('http://127.0.0.1:1');
    expect(started[0]).toMatchObject({ username: 'vibes', rbmSecret, password: vibesCredentials().password });
  });

  it('is synthesized once for each set of settings', async () => {
    const withOutcomes = { settings: { messageOutcomes: 'true' } };
    await lease({ changes: [withOutcomes] });
    await lease({ changes: [withOutcomes, change] });
    await lease();
    expect(told.filter((line) => line.startsWith('synthesized'))).toEqual([
      'synthesized {"messageOutcomes":"true"}',
      'synthesized {}',
    ]);
  });

  it('is that of the scenario before, emptied, where it wants the same template', async () => {
    await lease({ changes: [change] });
    await lease({ changes: [change] });
    expect(told.slice(4)).toEqual(['1 reset']);
  });

  it('is that of the scenario before, which gets the other template that it wants', async () => {
    const { rbmSecret } = await lease();
    expect((await lease({ changes: [change] })).rbmSecret).toBe(rbmSecret);
    await lease({ changes: [change] });
    expect(told.slice(3)).toEqual(['1 reset', '1 changes', '1 deployed', '1 reset', '1 reset']);
  });

  it('is another one where that does not take the template; the app is synthesized once', async () => {
    isRefused = true;
    await lease();
    await lease({ changes: [change] });
    expect(told).toEqual([
      'synthesized {}',
      '0 changes',
      '1 started',
      '1 reset',
      '1 changes',
      '1 refused',
      '1 stopped',
      '2 started',
      '2 reset',
    ]);
    expect(started[1]?.password).not.toBe(started[0]?.password);
  });

  it.each<[string, (cloud: Awaited<ReturnType<typeof lease>>) => void | Promise<void>]>([
    ['was spoilt', () => keeper.spoil()],
    ['has other code', (cloud) => cloud.deploy(change)],
    ['has another password', (cloud) => cloud.rotatePassword()],
  ])('is another one where the one before %s', async (_why, spoil) => {
    await spoil(await lease());
    await lease();
    expect(told.slice(-2)).toEqual(['2 started', '2 reset']);
  });

  it('that is killed starts again over its data, one kill after the other', async () => {
    const { killAndStart } = await lease();
    await Promise.all([killAndStart(), killAndStart()]);
    expect(told.slice(2)).toEqual(['1 started', '1 reset', '1 killed', '2 started', '2 killed', '3 started']);
    expect(new Set(started.map(({ dataFolder, port }) => `${dataFolder} ${port}`)).size).toBe(1);
  });

  it('gets its deployments on top of its own changes', async () => {
    const { deploy } = await lease({ changes: [change] });
    await deploy(change);
    expect(told.slice(4)).toEqual(['2 changes', '1 deployed']);
  });
});

describe('Vibes', () => {
  it('knows a new password when it is told, and not before', async () => {
    const { vibesCredentials, rotatePassword, tellVibesThePassword } = await lease();
    const before = vibesCredentials();
    await rotatePassword();
    expect(vibesCredentials()).toEqual(before);
    tellVibesThePassword();
    expect(vibesCredentials().password).not.toBe(before.password);
  });

  it('may know a wrong one to begin with', async () => {
    const { vibesCredentials, tellVibesThePassword } = await lease({ wrongPassword: true });
    expect(vibesCredentials().password).toBe('not the password');
    tellVibesThePassword();
    expect(vibesCredentials().password).toBe(started[0]?.password);
  });
});

test('closed, the cloud is stopped and nothing is left of its files', async () => {
  const { dataFolder } = await lease();
  expect(existsSync(dataFolder)).toBe(true);
  await keeper.close();
  expect(told.at(-1)).toBe('1 stopped');
  expect(existsSync(dirname(dataFolder))).toBe(false);
});
