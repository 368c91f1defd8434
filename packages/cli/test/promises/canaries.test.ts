import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { HeadObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { until } from '../../../../test/support/until';
import { serviceModes } from '../../../local-cloud/src/faults/fault';
import { functionModes } from '../../../local-cloud/src/faults/function-faults';
import { type CloudFault, faultServices } from '../../../local-cloud/src/faults/read-fault';
import { clientsOf } from '../../../local-cloud/test/aws/clients';
import { createMarkSearch } from '../support/canaries/find-marks';
import { type MarkedRequest, markedRequests } from '../support/canaries/marked-requests';
import { type MarkKind, Marks } from '../support/canaries/marks';
import { patchedAssembly, resourcesOf } from '../support/patched-assembly';
import { runOpsCommand } from '../support/run-ops';
import { type LocalCloudProcess, startLocalCloud } from '../support/start-local-cloud';

/** What may hold what was sent, by design: docs/SECURITY.md has the same table, with the reasons. */
const byDesign: Readonly<Record<string, readonly MarkKind[]>> = {
  'queues-and-objects': ['content', 'signature'],
  'events.jsonl': ['content'],
  'secrets.json': ['secret'],
  'credentials.json': ['secret'],
  'the terminal': ['secret'],
};

/** The kinds of marks, in the words of docs/SECURITY.md. */
const words: Readonly<Record<MarkKind, string>> = {
  content: 'content',
  signature: 'signatures',
  credential: 'credentials',
  secret: 'the right password and secret',
};

const marks = new Marks();
const doors = {
  username: 'vibes',
  password: marks.word('secret', 'password'),
  rbmSecret: marks.word('secret', 'RBM secret'),
};
const newFolder = temporaryFolder();
/** What callers and operators were answered. */
const answers: string[] = [];
const asked: string[] = [];
let cloud: LocalCloudProcess;

beforeAll(async () => {
  const options = ['--username', doors.username, '--password', doors.password, '--rbm-secret', doors.rbmSecret];
  const assembly = await patchedAssembly(shortenWaits, join(newFolder(), 'assembly'), { rbmSecret: 'create' });
  cloud = await startLocalCloud({
    dataDir: join(newFolder(), 'data'),
    more: [...options, '--assembly', assembly, '--minute', '2'],
  });
  await sendAll(markedRequests(marks, doors, 'all', 'all'));
  for (const [index, faults] of faultRounds().entries()) await sendUnder(faults, `fault-${index}`);
  await cloud.control('DELETE', 'faults');
  await sendAll(markedRequests(marks, doors, 'after', 'one of each'));
  await until(isDone);
  await askAsOperator();
});

/** So that a failing callback becomes a dead letter within seconds. */
function shortenWaits(template: Parameters<Parameters<typeof patchedAssembly>[0]>[0]): void {
  for (const [id, queue] of resourcesOf(template, 'AWS::SQS::Queue')) {
    if (!/CallbacksQueue|CallbacksRetries/.test(id)) continue;
    const redrive = queue.Properties.RedrivePolicy as Record<string, unknown>;
    Object.assign(queue.Properties, { VisibilityTimeout: 10, RedrivePolicy: { ...redrive, maxReceiveCount: 1 } });
  }
  for (const [id, one] of resourcesOf(template, 'AWS::Lambda::Function')) {
    if (id.includes('Consumer')) Object.assign(one.Properties, { Timeout: 9 });
  }
}

/** Every fault of the local cloud, two modes at a time: one hits half of the calls, the other half of the rest. */
function faultRounds(): readonly (readonly CloudFault[])[] {
  const common = { rate: 0.5, delayMs: 200 };
  const modes: readonly (readonly CloudFault[])[] = [
    ...serviceModes.map((mode) => faultServices.map((service) => ({ service, mode, ...common }))),
    ...functionModes.map((mode) =>
      ['ingest', 'consumer'].map((name) => ({
        service: 'lambda' as const,
        function: name,
        mode,
        // A callback whose consumer died waits until its claim ends by that consumer's clock.
        skewMs: name === 'consumer' ? 20_000 : 3_600_000,
        ...common,
        // Only a few workers start.
        ...(mode === 'skew' ? { rate: 1 } : {}),
      })),
    ),
  ];
  return modes.flatMap((mode, index) => (index % 2 === 0 ? [[...mode, ...(modes[index + 1] ?? [])]] : []));
}

async function sendUnder(faults: readonly CloudFault[], round: string): Promise<void> {
  const before = (await cloud.state()).faults.struck;
  expect(await cloud.control('POST', 'faults', faults)).toMatchObject({ status: 200 });
  await sendAll(markedRequests(marks, doors, round, 'one of each'));
  await until(async () => {
    const { faults: met, queue } = await unhurried();
    return met.struck > before && queue.visible === 0;
  });
}

/** Without the pause, the calls would take the processor that the functions need. */
async function unhurried(): ReturnType<LocalCloudProcess['state']> {
  await sleep(250);
  return cloud.state();
}

async function sendAll(requests: readonly MarkedRequest[]): Promise<void> {
  const waiting = [...requests];
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) answers.push(await send(next));
  };
  await Promise.all(Array.from({ length: 16 }, worker));
}

async function send({ method, path, headers, body }: MarkedRequest): Promise<string> {
  const url = `${cloud.outputs.EndpointUrl?.replace(/\/$/, '')}${path}`;
  const init = method === 'GET' ? { method, headers } : { method, headers, body };
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(30_000) });
    return JSON.stringify([response.status, [...response.headers], await response.text()]);
  } catch (error) {
    // The connection may be closed while a body that is far too large is sent.
    return `no answer: ${error instanceof Error ? error.name : ''}`;
  }
}

async function isDone(): Promise<boolean> {
  const { queue, retryQueue, functions } = await unhurried();
  const idle = Object.values(functions).every(({ busy }) => busy === 0);
  return idle && [queue, retryQueue].every(({ visible, inFlight }) => visible + inFlight === 0);
}

async function askAsOperator(): Promise<void> {
  const at = ['--local', '--data', cloud.dataDir];
  const ask = async (...argv: readonly string[]) => {
    const { out, err } = await runOpsCommand([...argv, ...at]);
    asked.push(out, err);
    return out;
  };
  const dead = JSON.parse(await ask('dead', 'list', '--json')).messages;
  const kept = JSON.parse(await ask('unrecognized', 'list', '--json')).callbacks;
  for (const { messageId } of dead.slice(0, 2)) await ask('dead', 'show', messageId);
  for (const { eventId, requestId } of kept.slice(0, 2)) {
    await ask('unrecognized', 'show', eventId);
    await ask('find', requestId);
  }
  for (const argv of ['status', 'alarms', 'overflow list', 'dead list', 'unrecognized list', 'doctor', 'urls']) {
    await ask(...argv.split(' '));
  }
}

/** One sentence for each mark that was found, and where. */
function findings(place: string, text: string | Uint8Array, allowed: readonly MarkKind[] = []): readonly string[] {
  const found = search(text).filter(({ mark }) => !allowed.includes(mark.kind));
  return [...new Set(found.map(({ mark, encoding }) => `${place}: ${mark.kind} of ${mark.field} ${encoding}`))];
}

let searchAll: ReturnType<typeof createMarkSearch> | undefined;

/** Searches for every mark: none is made after the first search. */
function search(text: string | Uint8Array) {
  searchAll ??= createMarkSearch(marks.all);
  return searchAll(text);
}

function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)));
}

/** A path in the data folder: the file itself, or the folder that it is in. */
const allowedIn = (file: string) => byDesign[file.split('/')[0] ?? ''] ?? [];

test('docs/SECURITY.md has the same list of what may hold what was sent', () => {
  const page = readFileSync(join(__dirname, '..', '..', '..', '..', 'docs', 'SECURITY.md'), 'utf8');
  const [, table = ''] = /\| where, locally .*\n\|[-|]+\n((?:\|.*\n)+)/.exec(page) ?? [];
  const rows = table
    .trim()
    .split('\n')
    .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| |`/g, '')));
  const written = Object.entries(byDesign).map(([place, kinds]) => [
    place,
    kinds.map((kind) => words[kind]).join(', '),
  ]);
  expect(rows.map(([place, holds]) => [place, holds])).toEqual(written);
});

test('everything happened: each outcome of the functions, dead letters, objects, every type of event', async () => {
  const log = readFileSync(join(cloud.dataDir, 'functions.log'), 'utf8');
  const codes = new Set([...log.matchAll(/"code":"(\w+)"/g)].map(([, code]) => code));
  const outcomes = ['Stored', 'StoredLarge', 'OverflowUsed', 'StoreFailed', 'MoUnauthorized', 'Ignored'];
  expect([...codes]).toEqual(
    expect.arrayContaining([...outcomes, 'Published', 'RecordFailed', 'DuplicateDropped', 'SecretUnreadable']),
  );
  expect(new Set(cloud.events().map((event) => event['detail-type'])).size).toBe(7);
  const state = await cloud.state();
  expect(state.deadLetterQueue.visible).toBeGreaterThan(0);
  expect(state.bucket.objects).toBeGreaterThan(0);
});

test('the marks arrived: the events have those of every family', () => {
  const events = readFileSync(join(cloud.dataDir, 'events.jsonl'));
  const fields = new Set(search(events).map(({ mark }) => mark.field));
  const samples = new Set(
    [...fields].map((field) => field.split(' ')[0]).filter((name) => /\.(xml|json|mime)$/.test(name ?? '')),
  );
  expect(samples.size).toBeGreaterThan(30);
});

test('no file of the data folder holds what it should not, in no encoding', () => {
  const files = filesOf(cloud.dataDir);
  expect(files).toEqual(expect.arrayContaining(['functions.log', 'metrics.jsonl', 'alarms.jsonl']));
  const found = files.flatMap((file) => findings(file, readFileSync(join(cloud.dataDir, file)), allowedIn(file)));
  expect(found).toEqual([]);
  expect(files.flatMap((file) => findings('a name of a file', file))).toEqual([]);
});

test('nothing that was printed, answered or shown to an operator quotes a callback', () => {
  const printed = cloud.lines().join('\n');
  expect(printed).toContain('published');
  expect(findings('printed', printed, byDesign['the terminal'])).toEqual([]);
  expect(answers.length).toBeGreaterThan(500);
  expect(findings('answers', answers.join('\n'))).toEqual([]);
  expect(asked.join('\n')).toContain('/callbacks/sms/mo');
  expect(findings('ops', asked.join('\n'))).toEqual([]);
});

test('the ledger, and names and headers of objects, do not say who wrote what', async () => {
  const { endpoint, ...key } = JSON.parse(readFileSync(join(cloud.dataDir, 'aws.json'), 'utf8'));
  const { dynamodb, s3, destroy } = clientsOf(endpoint, key);
  const items = (await dynamodb.send(new ScanCommand({ TableName: cloud.outputs.LedgerTableName }))).Items ?? [];
  const Bucket = cloud.outputs.BucketName;
  const objects = (await s3.send(new ListObjectsV2Command({ Bucket }))).Contents ?? [];
  expect(Math.min(items.length, objects.length)).toBeGreaterThan(100);
  expect(findings('ledger', JSON.stringify(items))).toEqual([]);
  const headed = objects.map(async ({ Key }) => {
    // S3 makes the ETag itself, the MD5 of an object's bytes: of one that is a mark and nothing else, that is its hash.
    const { $metadata: _, ETag, ...headers } = await s3.send(new HeadObjectCommand({ Bucket, Key }));
    return [Key, headers];
  });
  expect(findings('object', JSON.stringify(await Promise.all(headed)))).toEqual([]);
  destroy();
});
