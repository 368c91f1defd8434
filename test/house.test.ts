import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const project = join(__dirname, '..');
const read = (path: string) => readFileSync(join(project, path), 'utf8');
const sources = execFileSync('git', ['ls-files', 'bin', 'lambda', 'lib', 'local', 'ops', 'tools'], { cwd: project })
  .toString()
  .split('\n')
  .filter((path) => path.endsWith('.ts') && existsSync(join(project, path)));

const linesOf = (path: string) => read(path).split('\n').length - 1;
const testOf = (path: string) => `test/${path.replace(/[.]ts$/, '.test.ts')}`;

/** A file of types, tables and schemas does nothing by itself, however many functions its types speak of. */
const doesSomething = (path: string) =>
  /^(export )?(default )?(async )?(function|class)\b|=>/m.test(
    read(path)
      .replace(/\/\*.*?\*\//gs, '')
      .replace(/^(export )?interface .*?^\}/gms, '')
      .replace(/^(export )?type .*?;$/gms, ''),
  );

/** What one test beside the folder's tests covers, file by file. */
const coveredTogether: Readonly<Record<string, string>> = {
  'tools/generators': 'test/tools/generators/callback-kinds.test.ts',
  'tools/simulator/callbacks': 'test/tools/simulator/callbacks/builders.test.ts',
  'tools/conformance/scenarios': 'test/tools/conformance/all-scenarios.test.ts',
};

/** Run by their own command, on machines that have what they need, and judged by people. */
const runByHand = /^(tools\/bench|tools\/second-opinions|bin)\//;

/** Larger sources without a test of their own. The list may shrink only: what gets its test has to leave it. */
const withoutTest: ReadonlySet<string> = new Set([
  'local/app/run.ts',
  'local/local-cloud.ts',
  'local/observability.ts',
  'ops/aws/clients.ts',
  'ops/aws/dead-letters.ts',
  'ops/aws/envelopes.ts',
  'ops/aws/ledger.ts',
  'ops/aws/log-lines.ts',
  'ops/aws/metrics.ts',
  'ops/aws/objects.ts',
  'ops/aws/pending-overflow.ts',
  'ops/aws/queue.ts',
  'ops/aws/refusals.ts',
  'ops/aws/take-dead-letters.ts',
  'ops/credentials-rotate.ts',
  'ops/doctor.ts',
  'ops/doctor/function-checks.ts',
  'ops/doctor/settings-checks.ts',
  'ops/find/found-callback.ts',
  'ops/find/in-logs.ts',
  'ops/frame/command.ts',
  'ops/frame/context.ts',
  'ops/smoke-steps.ts',
  'ops/unrecognized-list.ts',
  'ops/unrecognized-reprocess.ts',
  'ops/urls.ts',
  'tools/conformance/cloud-keeper.ts',
  'tools/conformance/operator.ts',
  'tools/conformance/run-conformance.ts',
  'tools/conformance/run-scenario.ts',
  'tools/cost/measure.ts',
  'tools/cost/render.ts',
  'tools/docs/examples.ts',
  'tools/package/build.ts',
  'tools/package/own-apps.ts',
  'tools/simulator/local-cloud-process.ts',
]);

describe('the house', () => {
  const needed = sources.filter(
    (path) =>
      linesOf(path) > 60 &&
      doesSomething(path) &&
      !runByHand.test(path) &&
      !existsSync(join(project, coveredTogether[dirname(path)] ?? 'none')) &&
      !existsSync(join(project, testOf(path))),
  );

  it('has a test at the mirrored path of each source of more than 60 lines', () => {
    expect(needed.filter((path) => !withoutTest.has(path))).toEqual([]);
  });

  it('has no exception that is none any more', () => {
    expect([...withoutTest].filter((path) => !needed.includes(path))).toEqual([]);
  });

  it('has the tests that cover a folder', () => {
    expect(Object.values(coveredTogether).filter((path) => !existsSync(join(project, path)))).toEqual([]);
  });
});

/** Names that two rooms have for things of their own. The list may shrink only. */
const twice: ReadonlySet<string> = new Set([
  'AlarmState',
  'Alarms',
  'Answer',
  'Authorizer',
  'CallbackQueue',
  'Check',
  'CustomDomain',
  'Deployment',
  'Invocation',
  'LogLine',
  'Message',
  'Paint',
  'Progress',
  'QueueLevels',
  'Rule',
  'SecretVersion',
  'StoredObject',
]);

describe('the names of exported types', () => {
  const files = new Map<string, string[]>();
  for (const path of sources) {
    for (const [, name = ''] of read(path).matchAll(/^export (?:abstract )?(?:interface|type|class|enum) (\w+)/gm)) {
      files.set(name, [...new Set([...(files.get(name) ?? []), path])]);
    }
  }
  const repeated = [...files].filter(([, paths]) => paths.length > 1);

  it('are those of one file each', () => {
    expect(repeated.filter(([name]) => !twice.has(name))).toEqual([]);
  });

  it('have no exception that is none any more', () => {
    expect([...twice].filter((name) => !repeated.some(([other]) => other === name))).toEqual([]);
  });
});

describe('the generators and the simulator', () => {
  const ofWire = sources.filter((path) => /^tools\/(generators|simulator)\//.test(path));
  const importsOf = (path: string) =>
    [...read(path).matchAll(/^import (?<words>[^;]*?) from '[./]*\/lambda\/[^']+';/gms)].map(
      ({ groups }) => groups?.words ?? '',
    );

  it('compute nothing by the code under test: they take types of it at most', () => {
    const taken = ofWire.map((path) => ({
      path,
      words: importsOf(path).filter((words) => !words.startsWith('type ')),
    }));
    expect(ofWire.flatMap(importsOf).length).toBeGreaterThan(5);
    expect(taken.filter(({ words }) => words.length > 0)).toEqual([]);
  });

  it('the simulator takes nothing at all (decision 0011)', () => {
    const simulator = ofWire.filter((path) => path.startsWith('tools/simulator/'));
    expect(simulator.filter((path) => importsOf(path).length > 0)).toEqual([]);
  });
});
