import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const project = join(__dirname, '..');
const read = (path: string) => readFileSync(join(project, path), 'utf8');
const sources = execFileSync('git', ['ls-files', 'bin', 'lambda', 'lib', 'local', 'ops', 'package', 'tools'], {
  cwd: project,
})
  .toString()
  .split('\n')
  .filter((path) => /[.]tsx?$/.test(path) && existsSync(join(project, path)));

const linesOf = (path: string) => read(path).split('\n').length - 1;
const testOf = (path: string) => `test/${path.replace(/[.]tsx?$/, '.test.ts')}`;

/** The commands of one word are one story, told on one local cloud: its start is what such a test costs. */
const storyOf = (path: string) => path.replace(/^ops\/([a-z]+)-[a-z-]+[.]ts$/, 'packages/cli/test/$1.test.ts');

const isTest = (path: string) => path.endsWith('.test.ts') && existsSync(join(project, path));

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
  'packages/cli/src/start/page': 'packages/cli/test/start/page/page.test.ts',
  'packages/proof/src/generators': 'packages/proof/test/generators/callback-kinds.test.ts',
  'packages/proof/src/callbacks': 'packages/proof/test/callbacks/forms.test.ts',
  'packages/proof/src/simulator/callbacks': 'packages/proof/test/simulator/kinds.test.ts',
  'packages/proof/src/conformance/scenarios': 'packages/proof/test/conformance/all-scenarios.test.ts',
};

/** They only put the parts together and start them: tested as the process that they are. */
const startedWhole: Readonly<Record<string, string>> = {
  'packages/local-cloud/src/local-cloud.ts': 'packages/cli/test/promises/end-to-end.test.ts',
  'packages/cli/src/start/run.ts': 'packages/cli/test/promises/end-to-end-start.test.ts',
  'packages/proof/src/conformance/random/checked-event.ts': 'packages/proof/test/conformance/random/drafts.test.ts',
  'packages/proof/src/conformance/random/random-cloud.ts': 'packages/proof/test/conformance/random/run-random.test.ts',
};

/** Run by their own command, on machines that have what they need, and judged by people. */
const runByHand = /^(tools\/bench|tools\/second-opinions|tools\/package|bin)\//;

describe('the house', () => {
  const needed = sources.filter(
    (path) =>
      linesOf(path) > 60 &&
      doesSomething(path) &&
      !runByHand.test(path) &&
      !existsSync(join(project, coveredTogether[dirname(path)] ?? 'none')) &&
      !existsSync(join(project, startedWhole[path] ?? 'none')) &&
      !existsSync(join(project, testOf(path))) &&
      !isTest(storyOf(path)),
  );

  it('has no source of more than 200 lines, but for tables', () => {
    expect(sources.filter((path) => linesOf(path) > 200 && doesSomething(path))).toEqual([]);
  });

  it('has a test at the mirrored path of each source of more than 60 lines', () => {
    expect(needed).toEqual([]);
  });

  it('has the tests that cover a folder, or a whole', () => {
    const tests = [...Object.values(coveredTogether), ...Object.values(startedWhole)];
    expect(tests.filter((path) => !existsSync(join(project, path)))).toEqual([]);
  });
});

describe('the names of exported types', () => {
  const files = new Map<string, string[]>();
  // What the package calls what it hands out is for those who use it.
  for (const path of sources.filter((one) => !one.startsWith('package/'))) {
    for (const [, name = ''] of read(path).matchAll(/^export (?:abstract )?(?:interface|type|class|enum) (\w+)/gm)) {
      files.set(name, [...new Set([...(files.get(name) ?? []), path])]);
    }
  }
  const repeated = [...files].filter(([, paths]) => paths.length > 1);

  it('are those of one file each', () => {
    expect(files.size).toBeGreaterThan(300);
    expect(repeated).toEqual([]);
  });
});

describe('temporary folders', () => {
  it('are made by one file, which sees to it that they go', () => {
    const makers = sources.filter((path) => /^(bin|ops|tools)\//.test(path) && /\btmpdir\(/.test(read(path)));
    expect(makers).toEqual(['packages/proof/src/support/temporary-folder.ts']);
  });
});

describe('the generators', () => {
  const generators = sources.filter((path) => path.startsWith('packages/proof/src/generators/'));
  const importsOf = (path: string) =>
    [...read(path).matchAll(/^import (?<words>[^;]*?) from '[./]*\/lambda\/[^']+';/gms)].map(
      ({ groups }) => groups?.words ?? '',
    );

  it('compute nothing by the code under test: they take types of it at most', () => {
    const taken = generators.flatMap((path) => importsOf(path).map((words) => ({ path, words })));
    expect(taken.length).toBeGreaterThan(5);
    expect(taken.filter(({ words }) => !words.startsWith('type '))).toEqual([]);
  });
});
