import type { FunctionConfig } from '../../src/lambda/function-config';
import type { FunctionPoolOptions } from '../../src/lambda/function-pool';
import { Functions } from '../../src/lambda/functions';
import { functionConfig } from './scripted-worker';

/** What each pool was told, and how it was made. */
let told: string[] = [];
const made = new Map<string, FunctionPoolOptions>();
let warming: (logicalId: string) => Promise<void> = async () => undefined;

jest.mock('../../src/lambda/function-pool', () => ({
  FunctionPool: class {
    readonly logicalId: string;
    readonly faults = { active: [{ mode: 'crash' }], struck: 2 };
    constructor(
      config: FunctionConfig,
      private readonly options: FunctionPoolOptions,
    ) {
      this.logicalId = config.logicalId;
      made.set(config.logicalId, options);
    }
    get statistics() {
      return { workers: this.options.maxWorkers, busy: 0, started: 0, invocations: 0, errors: 0 };
    }
    warm = () => warming(this.logicalId);
    replace = async ({ handler }: FunctionConfig, grace?: number) =>
      void told.push(`${this.logicalId} ${handler} ${grace}`);
    kill = (id: string) => told.push(`${this.logicalId} kills ${id}`) > 0 && this.logicalId === 'IngestFunction';
    clearFaults = () => told.push(`${this.logicalId} clears faults`);
    clearCounts = () => told.push(`${this.logicalId} clears counts`);
    stop = async (grace: number) => void told.push(`${this.logicalId} stops in ${grace}`);
  },
}));

const lines: unknown[] = [];

function given() {
  told = [];
  warming = async () => undefined;
  const configs = ['IngestFunction', 'ConsumerFunction', 'ConsumerSweep'].map((logicalId) =>
    functionConfig('/bundle', {
      logicalId,
      name: `Stack-${logicalId}`,
      arn: `arn:${logicalId}`,
      roleLogicalId: 'Role',
    }),
  );
  const runtimeApi = {
    addressFor: (id: string) => `runtime/${id}`,
    add: () => undefined,
    remove: () => undefined,
    close: () => undefined,
  };
  const credentialsOf = (role: string) => ({ accessKeyId: `key-of-${role}`, secretAccessKey: 's' });
  const functions = new Functions(configs, {
    aws: { endpoint: 'http://127.0.0.1:1', credentialsOf },
    region: 'us-east-1',
    runtimeApi,
    onLine: (line, source) => lines.push([line, source]),
    onStartError: ({ message }) => lines.push(message),
    onInvocation: (name, report) => lines.push([name, report.durationMs]),
  });
  return { functions, configs };
}

describe('the functions', () => {
  it('are found by ARN, by id, and by a part of their name that no other has', () => {
    const { functions } = given();
    const id = 'IngestFunction';
    expect(
      [functions.byArn(`arn:${id}`), functions.byId(id), functions.byName('ingest')].map((one) => one.logicalId),
    ).toEqual([id, id, id]);
    expect(functions.byName('SWEEP').logicalId).toBe('ConsumerSweep');
  });

  it.each([
    ['no ARN', (functions: Functions) => functions.byArn('x')],
    ['no id', (functions: Functions) => functions.byId('x')],
    ['no name', (functions: Functions) => functions.byName('x')],
    ['two names', (functions: Functions) => functions.byName('consumer')],
  ])('are not found by what is %s', (_what, find) => {
    expect(() => find(given().functions)).toThrow(/^The function \w+ is not one of those that the local cloud runs\.$/);
  });

  it('run with their role’s key, and their lines and invocations are reported by their names', () => {
    const { configs } = given();
    const [config] = configs;
    if (config === undefined) throw new Error('there is no function');
    const options = made.get('IngestFunction');
    expect(options?.environmentOf(config, 'w')).toMatchObject({
      AWS_ACCESS_KEY_ID: 'key-of-Role',
      AWS_SESSION_TOKEN: 'w',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
      AWS_LAMBDA_RUNTIME_API: 'runtime/w',
    });
    options?.onLine('a line', 'w');
    options?.onInvocation?.({ result: { status: 'not-run', errorType: 'Abandoned' }, durationMs: 5, concurrent: 1 });
    expect(lines).toEqual([
      ['a line', { functionLogicalId: 'IngestFunction', workerId: 'w' }],
      ['Stack-IngestFunction', 5],
    ]);
  });

  it('have at most eight workers each, and one count of faults together', () => {
    const { functions } = given();
    expect(Object.values(functions.statistics).map(({ workers }) => workers)).toEqual([8, 8, 8]);
    expect(functions.faultsStruck).toBe(6);
    expect(functions.faults.map(({ mode }) => mode)).toEqual(['crash', 'crash', 'crash']);
  });

  it('that must run and do not start stop the start; others are reported', async () => {
    const { functions } = given();
    warming = async (id) => {
      if (id === 'ConsumerSweep') throw new Error('no such module');
    };
    const errors: unknown[] = [];
    await functions.warm(
      (id) => id !== 'ConsumerSweep',
      (error) => errors.push(error),
    );
    expect(errors).toEqual([new Error('no such module')]);
    await expect(
      functions.warm(
        () => true,
        () => undefined,
      ),
    ).rejects.toThrow('no such module');
  });

  it('are replaced where there is a new one, and no others', async () => {
    const { functions } = given();
    await functions.replace([functionConfig('/other', { logicalId: 'ConsumerSweep', handler: 'new.handler' })], 5);
    expect(told).toEqual(['ConsumerSweep new.handler 5']);
    await expect(functions.replace([functionConfig('/x', { logicalId: 'Unknown' })])).rejects.toThrow('Unknown');
  });

  it('kill the worker of whichever has it', () => {
    const { functions } = given();
    functions.kill('w');
    expect(told).toEqual(['IngestFunction kills w']);
  });

  it('are all cleared and stopped', async () => {
    const { functions } = given();
    functions.clearFaults();
    functions.clearCounts();
    await functions.stop(9);
    const each = ['IngestFunction', 'ConsumerFunction', 'ConsumerSweep'];
    const words = ['clears faults', 'clears counts', 'stops in 9'];
    expect(told).toEqual(words.flatMap((word) => each.map((id) => `${id} ${word}`)));
  });
});
