import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type InvocationResult, newInvocation } from '../../src/lambda/invocation';
import { type RuntimeApi, startRuntimeApi } from '../../src/lambda/runtime-api';
import { Worker } from '../../src/lambda/worker';
import { node24 } from '../support/node24';
import { temporaryFolder } from '../support/temporary-folder';
import { functionConfig } from './scripted-worker';

const newFolder = temporaryFolder();

type Files = Readonly<Record<string, string>>;

let api: RuntimeApi;
beforeAll(async () => {
  api = await startRuntimeApi();
});
afterAll(() => api.close());

function write(folder: string, files: Files): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

/** Runs the handler of these files once, in a process of the runtime: what it returned, or why it did not start. */
async function run(files: Files, { bundle = newFolder(), handler = 'index.handler' } = {}): Promise<unknown> {
  write(bundle, files);
  const environment = {
    PATH: process.env.PATH ?? '',
    _HANDLER: handler,
    LAMBDA_TASK_ROOT: bundle,
    AWS_LAMBDA_RUNTIME_API: api.addressFor('worker'),
  };
  const result = await new Promise<InvocationResult>((settle) => {
    const hooks = {
      idle: (one: Worker) =>
        one.give(newInvocation({ payload: '{"n":1}', log: () => undefined, given: () => undefined, settle })),
      gone: (_worker: Worker, initError: InvocationResult | undefined) => initError !== undefined && settle(initError),
      line: () => undefined,
      platformLine: () => undefined,
    };
    const config = functionConfig(bundle, { handler });
    const worker = new Worker({ id: 'worker', config, environment, skewMs: 0, nodePath: node24(), hooks });
    running = worker;
    api.add(worker);
  });
  running?.kill();
  await running?.ended;
  return result.status === 'ok' ? JSON.parse(result.payload.toString()) : result;
}
let running: Worker | undefined;

const commonJs = (client = '@aws-sdk/client-dynamodb') => `
"use strict";
const sdk = require(${JSON.stringify(client)});
exports.handler = async ({ n }) => [n, Object.keys(sdk).length > 0];`;
const esModule = (client = '@aws-sdk/client-dynamodb') => `
import * as sdk from ${JSON.stringify(client)};
export const handler = async ({ n }) => [n, Object.keys(sdk).length > 0];`;

describe('a bundle in a folder with no packages around it', () => {
  it.each([
    ['requires', { 'index.js': commonJs() }],
    ['requires, as .cjs,', { 'index.cjs': commonJs() }],
    ['imports', { 'index.mjs': esModule() }],
    ['imports, by its package.json,', { 'index.js': esModule(), 'package.json': '{"type":"module"}' }],
    ['requires a part of', { 'index.js': commonJs('@smithy/core/protocols') }],
    ['imports a part of', { 'index.mjs': esModule('@smithy/core/protocols') }],
    [
      'finds by require.resolve',
      { 'index.js': `const at = require.resolve('@aws-sdk/client-sqs'); exports.handler = ({ n }) => [n, at !== '']` },
    ],
    [
      'requires, by a require that it makes itself,',
      {
        'index.mjs': `import { createRequire } from 'node:module';
          const sdk = createRequire(import.meta.url)('@aws-sdk/client-sqs');
          export const handler = ({ n }) => [n, typeof sdk.SQSClient === 'function'];`,
      },
    ],
  ])('%s the runtime’s SDK', async (_how, files) => {
    expect(await run(files)).toEqual([1, true]);
  });

  it('takes its own copy of a client before the runtime’s', async () => {
    const own = {
      'node_modules/@aws-sdk/client-sqs/package.json': '{"main":"index.js"}',
      'node_modules/@aws-sdk/client-sqs/index.js': 'exports.own = 1;',
    };
    const required = `const { own } = require('@aws-sdk/client-sqs'); exports.handler = () => own;`;
    const imported = `import { own } from '@aws-sdk/client-sqs'; export const handler = () => own;`;
    expect(await run({ ...own, 'index.js': required })).toBe(1);
    expect(await run({ ...own, 'index.mjs': imported })).toBe(1);
  });

  it.each([
    ['required', { 'index.js': commonJs('@aws-sdk/client-nothing') }, 'Runtime.ImportModuleError', 'Error: '],
    ['imported', { 'index.mjs': esModule('@aws-sdk/client-nothing') }, 'Error', ''],
  ])('says what to install when a client that is %s is not there', async (_how, files, errorType, prefix) => {
    const message = `${prefix}Cannot find module '@aws-sdk/client-nothing'. Lambda's runtime includes it, and this installation does not: run "npm install --save-dev @aws-sdk/client-nothing".`;
    expect(await run(files)).toEqual({ status: 'function-error', errorType, message });
  });

  it.each([
    [
      'a package that is not there',
      { 'index.js': `require('nothing')` },
      'Runtime.ImportModuleError',
      /^Error: Cannot find module 'nothing'/,
    ],
    ['no such file', { 'other.js': '' }, 'Runtime.ImportModuleError', /^Cannot find module 'index'$/],
    ['invalid code', { 'index.js': 'exports.handler = (' }, 'Runtime.UserCodeSyntaxError', /^SyntaxError: /],
    ['no such export', { 'index.js': 'exports.other = 1' }, 'Runtime.HandlerNotFound', /^index\.handler is undefined/],
    ['an error of its own', { 'index.js': `throw new TypeError('not set')` }, 'TypeError', /^not set$/],
  ])('is reported by the name that Lambda gives it: %s', async (_what, files, errorType, message) => {
    expect(await run(files)).toEqual({ status: 'function-error', errorType, message: expect.stringMatching(message) });
  });
});

describe('a bundle in the folder of an app of ES modules', () => {
  const inApp = () => {
    const app = newFolder();
    write(app, { 'package.json': '{"type":"module"}' });
    return join(app, 'cdk.out', 'asset');
  };

  it('is CommonJS all the same, as it is on Lambda, where no app is around it', async () => {
    const files = {
      'index.js': `const { text } = require('./lib/text.js'); const { SQSClient } = require('@aws-sdk/client-sqs');
        exports.handler = () => [text, typeof SQSClient];`,
      'lib/text.js': `exports.text = 'read';`,
    };
    expect(await run(files, { bundle: inApp() })).toEqual(['read', 'function']);
  });

  it('has modules where it says so itself', async () => {
    const files = {
      'index.js': `const lib = require('./lib/text.js'); exports.handler = () => lib.text;`,
      'lib/text.js': `export const text = 'read';`,
      'lib/package.json': '{"type":"module"}',
    };
    expect(await run(files, { bundle: inApp() })).toBe('read');
  });
});
