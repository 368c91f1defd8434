import { basename } from 'node:path';
import { bundleFunction } from '../../lib/bundle-function';
import { sourcesOf, staticOutputs } from '../support/static-graph';

type Entry = Parameters<typeof bundleFunction>[0];
const bundles = new Map<Entry, ReturnType<typeof bundleFunction>>();

function bundleOf(entry: Entry): ReturnType<typeof bundleFunction> {
  const bundle = bundles.get(entry) ?? bundleFunction(entry);
  bundles.set(entry, bundle);
  return bundle;
}

const { metafile, files } = bundleOf('ingest');
const atStart = staticOutputs(metafile);

const isFrom = (name: string) => (path: string) => path.includes(`node_modules/${name}/`);

test('the bundle of ingest loads the queue at its start, and neither S3 nor Secrets Manager', () => {
  expect(sourcesOf(atStart).some(isFrom('@aws-sdk/client-sqs'))).toBe(true);
  for (const name of ['@aws-sdk/client-s3', '@aws-sdk/client-secrets-manager']) {
    expect(sourcesOf(atStart).filter(isFrom(name))).toEqual([]);
    expect(sourcesOf(metafile.outputs).some(isFrom(name))).toBe(true);
  }
});

test('the bundle of ingest reads nothing at its start that only S3 needs', () => {
  const isXml = (path: string) => /\/xml/i.test(path);
  expect(sourcesOf(atStart).filter(isXml)).toEqual([]);
  expect(sourcesOf(metafile.outputs).some(isXml)).toBe(true);
});

test('the bundle of ingest stays lean', () => {
  const bytes = Object.values(atStart).reduce((sum, output) => sum + output.bytes, 0);
  expect(bytes).toBeLessThan(200 * 1024);
});

test('the bundle of ingest has code of its own that can be read, and clients of the SDK that need not be', () => {
  const textOf = (name: string) => files.find(({ path }) => basename(path) === name)?.text ?? '';
  expect(textOf('index.mjs')).toContain('// lambda/ingest/handler.ts');
  expect(textOf('sqs.mjs')).not.toContain('// node_modules/');
  expect(textOf('sqs.mjs')).toContain('AmazonSQS');
});

test('the bundle of the consumer loads S3 only on demand', () => {
  const consumer = bundleOf('consumer').metafile;
  expect(sourcesOf(staticOutputs(consumer)).some(isFrom('@aws-sdk/client-dynamodb'))).toBe(true);
  expect(sourcesOf(staticOutputs(consumer)).filter(isFrom('@aws-sdk/client-s3'))).toEqual([]);
  expect(sourcesOf(consumer.outputs).some(isFrom('@aws-sdk/client-s3'))).toBe(true);
});

test('the bundle of outcomes loads the queue only once something is due, and no parser', () => {
  const outcomes = bundleOf('outcomes').metafile;
  const started = sourcesOf(staticOutputs(outcomes));
  expect(started.some(isFrom('@aws-sdk/client-dynamodb'))).toBe(true);
  expect(started.filter((path) => isFrom('@aws-sdk/client-sqs')(path) || isFrom('saxes')(path))).toEqual([]);
  expect(sourcesOf(outcomes.outputs).some(isFrom('@aws-sdk/client-sqs'))).toBe(true);
});

test.each(['ingest', 'consumer', 'outcomes'] as const)(
  'the bundle of %s finds credentials in the environment alone',
  (entry) => {
    const sources = sourcesOf(bundleOf(entry).metafile.outputs);
    expect(sources.filter((path) => /credential-provider|nested-clients|@smithy\/credential/.test(path))).toEqual([]);
    expect(sources).toContain('lambda/bundle/no-credential-chain.ts');
  },
);

test('the bundle of ingest imports no built-in module but through process.getBuiltinModule', () => {
  const external = Object.values(metafile.outputs).flatMap(({ imports }) => imports.filter((one) => one.external));
  const apart = new Set(external.map(({ path }) => path));
  expect([...apart].sort()).toEqual(['./s3.mjs', './secrets-manager.mjs', './sqs.mjs']);
  const names = files.map(({ path }) => basename(path));
  expect(names).toEqual(expect.arrayContaining(['sqs.mjs', 'secrets-manager.mjs', 's3.mjs']));
  expect(files.some(({ text }) => text.includes('process.getBuiltinModule("node:https")'))).toBe(true);
});

test.each(['ingest', 'consumer', 'outcomes'] as const)('the bundle of %s exports a handler', (entry) => {
  const [output] = Object.entries(bundleOf(entry).metafile.outputs)
    .filter(([path]) => path === 'index.mjs')
    .map(([, one]) => one);
  expect(output?.exports).toEqual(['handler']);
});

test.each(['ingest', 'consumer', 'outcomes'] as const)(
  'the bundle of %s writes no file and starts no process or thread',
  (entry) => {
    const code = bundleOf(entry).files.filter(({ path }) => path.endsWith('.mjs'));
    const forbidden = /\b(?:writeFile|appendFile|createWriteStream|mkdtemp|child_process|worker_threads)(?:Sync)?\b/g;
    expect(code.length).toBeGreaterThan(1);
    for (const { path, text } of code) expect([basename(path), text.match(forbidden)]).toEqual([basename(path), null]);
  },
);
