import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { until } from '../../../../test/support/until';
import { type EditableTemplate, patchedAssembly, resourcesOf } from '../support/patched-assembly';
import { moMessage } from '../support/rehearsal';
import { type LocalCloudProcess, startLocalCloud } from '../support/start-local-cloud';

const newFolder = temporaryFolder();

/**
 * Ingest's start on a busy machine: its initialization takes seconds, and its first call to each service exceeds the time
 * limits.
 */
const busyMachine = `
const http = process.getBuiltinModule('node:http');
const { request } = http;
const seen = new Set();
http.request = (...parameters) => {
  const { headers = {}, method } = parameters.find((one) => typeof one === 'object' && one.headers) ?? {};
  const service = Object.entries(headers).find(([name]) => name.toLowerCase() === 'x-amz-target')?.[1] ?? method;
  if (!seen.has(service)) {
    seen.add(service);
    for (const endsAt = Date.now() + 700; Date.now() < endsAt; );
  }
  return request(...parameters);
};
process.getBuiltinModule('node:module').syncBuiltinESMExports();
await new Promise((done) => setTimeout(done, 2000));
`;

let cloud: LocalCloudProcess;
let assembly = '';
let ingestId = '';

beforeAll(async () => {
  let asset = '';
  const find = (template: EditableTemplate) => {
    const [[id, ingest] = ['', undefined]] = resourcesOf(template, 'AWS::Lambda::Function').filter(([name]) =>
      name.startsWith('VibesIngest'),
    );
    ingestId = id;
    asset = String(Object(ingest?.Properties.Code).S3Key).replace('.zip', '');
  };
  assembly = await patchedAssembly(find, newFolder());
  const bundle = join(assembly, `asset.${asset}`, 'index.mjs');
  writeFileSync(bundle, `${busyMachine}${readFileSync(bundle, 'utf8')}`);
  await start();
});

async function start(): Promise<void> {
  cloud = await startLocalCloud({ dataDir: newFolder(), more: ['--assembly', assembly, '--password', 'pw'] });
}

/** Statuses of the first message and of the first large MMS. */
async function firstAnswers(): Promise<readonly number[]> {
  const headers = { authorization: `Basic ${btoa('vibes:pw')}` };
  const mo = await fetch(cloud.outputs.SmsMoUrl ?? '', { method: 'POST', body: moMessage('ready-1'), headers });
  const mms = await fetch(cloud.outputs.MmsMoUrl ?? '', { method: 'POST', body: Buffer.alloc(1_200_000) });
  return [mo.status, mms.status];
}

test('a start leaves nothing behind', async () => {
  // S3's own test event is the consumer's first message.
  const log = () => readFileSync(join(cloud.dataDir, 'functions.log'), { encoding: 'utf8', flag: 'a+' });
  await until(async () => log().includes('TestEventDropped') && (await cloud.state()).queue.inFlight === 0);
  const { queue, retryQueue, deadLetterQueue, ledger, bucket, events, calls, functions } = await cloud.state();
  expect({ queue, retryQueue, deadLetterQueue, ledger, bucket, events }).toEqual({
    queue: { visible: 0, inFlight: 0 },
    retryQueue: { visible: 0, inFlight: 0 },
    deadLetterQueue: { visible: 0, inFlight: 0 },
    ledger: { items: 0 },
    bucket: { objects: 0, bytes: 0 },
    events: { published: 0 },
  });
  expect([calls.sqs, calls.s3]).toEqual([undefined, undefined]);
  expect(functions[ingestId]).toMatchObject({ workers: 1, invocations: 0, errors: 0 });
  expect(log()).not.toMatch(/warm-up|Stored|Unreadable|Failed/);
  // A port may have these digits in it.
  expect(cloud.lines().join('\n')).not.toMatch(/warm|\b503\b/);
});

test('ready means ready: the first message and the first large MMS are answered 200', async () => {
  let answers = await firstAnswers();
  // This machine may be busy indeed. Without the warm-up, these would be 5XX after each start.
  for (let again = 1; again <= 2 && answers.some((status) => status !== 200); again += 1) {
    await cloud.stop();
    await start();
    answers = await firstAnswers();
  }
  expect(answers).toEqual([200, 200]);
  const { functions, calls } = await cloud.state();
  expect(functions[ingestId]).toMatchObject({ workers: 1, invocations: 2, errors: 0 });
  expect([calls.sqs, calls.s3?.PutObject]).toMatchObject([{ SendMessage: 1 }, expect.any(Number)]);
});
