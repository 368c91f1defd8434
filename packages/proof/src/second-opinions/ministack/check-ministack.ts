import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { delimiter, dirname, join } from 'node:path';
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { createCompressedClock, realTime } from '../../simulator/clock';
import type { Delivery } from '../../simulator/delivery';
import { drain, type QueueState } from '../../simulator/drain';
import { createHttpPost } from '../../simulator/http-post';
import { runVibes } from '../../simulator/vibes';
import { planWorkload } from '../../simulator/workload';
import { runCommand } from '../../support/run-command';
import { temporaryFolder } from '../../support/temporary-folder';
import { kindRows, kinds } from '../../vibes/kinds';
import { deploy, type EmulatorAccess, writeTemplate } from '../assembly';
import { CheckFailed, type CheckOutcome, check } from '../outcome';
import { startServer } from '../server';
import type { Tool } from '../tools';
import { type AdaptedTemplate, adaptForMinistack } from './adapt-for-ministack';
import { compareWithSchemas, compareWithSent, missingObjects, objectsNamedBy } from './read-findings';

type Outputs = Readonly<Record<string, string>>;

interface Ministack {
  readonly endpoint: string;
  /** The certificate that it made for itself. */
  readonly ca: Buffer;
  readonly access: EmulatorAccess;
  stop(): Promise<void>;
}

/** Allows the address of the simulator, which runs on this machine, and turns on every kind of authentication. */
const settings = { CALLBACKS_EXTRA_ADDRESSES: '127.0.0.1', CALLBACKS_RBM_SECRET: 'create' };

const byHand = [
  'set: extraAddresses=127.0.0.1, from where the simulator calls; rbmSecret=create',
  'asked at /_aws/execute-api/<API>/: the host name of the outputs is one that AWS alone answers',
];

/**
 * Deploys the written template to an emulator by other authors, with TLS, signatures and IAM, and sends every family through its
 * API Gateway, Lambda, SQS, DynamoDB, S3 and EventBridge.
 */
export async function checkMinistack(python: Tool): Promise<CheckOutcome> {
  const openssl = await runCommand('openssl', ['version']);
  const missing = 'there is no openssl here to make its certificate';
  const certificates = openssl.code === 0 ? { path: 'openssl' } : { missing };
  return check('the whole stack on MiniStack', [python, certificates], async (path) => {
    const written = await writeTemplate('ministack', settings);
    const adapted = adaptForMinistack(written.template);
    const ministack = await startMinistack(path);
    try {
      const { outputs } = await deploy(ministack.access, written, adapted.template);
      return await runThrough(ministack, outputs, adapted);
    } finally {
      await ministack.stop();
    }
  });
}

async function runThrough(
  ministack: Ministack,
  outputs: Outputs,
  adapted: AdaptedTemplate,
): Promise<Pick<CheckOutcome, 'detail' | 'notes'>> {
  const readEvents = await tapEvents(ministack, outputs.EventBusName ?? '');
  const stranger = await answerToStranger(ministack, outputs);
  const deliveries = await sendEveryFamily(ministack, outputs);
  const events = await readEvents();
  const s3 = new S3Client({ ...ministack.access, forcePathStyle: true });
  const objects = objectsNamedBy(events.map((event) => JSON.parse(event)));
  const overflow = await s3.send(new ListObjectsV2Command({ Bucket: outputs.BucketName, Prefix: 'overflow/' }));
  const wrong = [
    ...(stranger === undefined || stranger === 403 ? [] : [`an address that is not let in was answered ${stranger}`]),
    ...compareWithSent(deliveries, events),
    ...compareWithSchemas(events),
    ...(await missingObjects(s3, objects)),
    ...((overflow.KeyCount ?? 0) > 0 ? [] : ['no callback went through the overflow bucket']),
  ];
  if (wrong.length > 0) throw new CheckFailed(`${wrong.length} things are not as expected`, wrong.join('\n'));
  const kinds = new Set(deliveries.map(({ callback }) => callback.kind)).size;
  const seen = `${deliveries.length} callbacks of ${kinds} kinds became ${events.length} events, as expected`;
  const stored = `${objects.length} objects, ${overflow.KeyCount} overflow objects`;
  return { detail: `${seen}; ${stored}`, notes: [...adapted.adaptations, ...byHand] };
}

const region = 'us-east-1';

/**
 * MiniStack on this machine, without Docker: its Lambda runs the functions as processes of this Node.js. It uses TLS,
 * evaluates every policy of the stack, and checks every signature.
 * @throws Error with what it said when it does not start
 */
async function startMinistack(python: string): Promise<Ministack> {
  const folder = temporaryFolder('ministack-');
  const home = folder.path;
  const certificate = join(home, 'ministack-tls', 'server.crt');
  const environmentFor = (port: string) => ({
    // Nothing else from the caller's environment, because the functions would get it too.
    PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
    HOME: home,
    TMPDIR: home,
    TEMP: home,
    ...(process.env.SystemRoot === undefined ? {} : { SystemRoot: process.env.SystemRoot }),
    GATEWAY_PORT: port,
    BIND_HOST: '127.0.0.1',
    MINISTACK_REGION: region,
    LOG_LEVEL: 'WARNING',
    AUTH: 'true',
    USE_SSL: '1',
    NODE_EXTRA_CA_CERTS: certificate,
  });
  try {
    const server = await startServer({ command: python, argsFor: () => ['-m', 'ministack'], environmentFor });
    const pem = readFileSync(certificate);
    const endpoint = server.endpoint.replace('http:', 'https:');
    return {
      endpoint,
      ca: pem,
      access: {
        region,
        endpoint,
        credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
        requestHandler: { httpsAgent: new Agent({ ca: pem }) },
      },
      stop: async () => {
        await server.stop();
        await folder.remove();
      },
    };
  } catch (error) {
    await folder.remove();
    throw error;
  }
}

/**
 * A rule that takes every event of the bus, and a queue behind it.
 * @returns what reads the events that came since the last time, as EventBridge delivers them: JSON
 */
async function tapEvents({ access }: Ministack, bus: string): Promise<() => Promise<readonly string[]>> {
  const sqs = new SQSClient(access);
  const eventBridge = new EventBridgeClient(access);
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'published-events' }));
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
  const rule = { EventBusName: bus, Name: 'every-event' };
  await eventBridge.send(new PutRuleCommand({ ...rule, EventPattern: '{"source":[{"prefix":""}]}' }));
  const Targets = [{ Id: 'queue', Arn: Attributes?.QueueArn ?? '' }];
  await eventBridge.send(new PutTargetsCommand({ Rule: rule.Name, EventBusName: bus, Targets }));
  return () => readAll(sqs, QueueUrl);
}

async function readAll(sqs: SQSClient, QueueUrl: string | undefined): Promise<readonly string[]> {
  const events: string[] = [];
  for (;;) {
    const request = { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 2 };
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(request));
    if (Messages.length === 0) return events;
    events.push(...Messages.map(({ Body }) => Body ?? ''));
    const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  }
}

/** The URL to post to, instead of the host name that only AWS resolves. */
function endpointUrl({ endpoint }: Ministack, { EndpointUrl = '' }: Outputs): string {
  const { hostname, pathname } = new URL(EndpointUrl);
  return `${endpoint}/_aws/execute-api/${hostname.split('.')[0]}${pathname}`;
}

/** Every kind that the simulator knows but `oversize`: MiniStack's gateway takes a body of any size. */
const mix = Object.fromEntries(
  kinds.filter((kind) => kind !== 'oversize').map((kind) => [kind, Math.max(5, kindRows[kind].weight)]),
);
const plan = { seed: 8, callbacks: 150, mix, copies: 0.1 };
/** The check is about the outcome, not the time: this machine may be busy. */
const timeoutMs = 30_000;

/** Sends callbacks of all families as Vibes does: some twice at once, and the password only after a challenge. */
async function sendEveryFamily(ministack: Ministack, outputs: Outputs): Promise<readonly Delivery[]> {
  const { rbmSecret, ...credentials } = await readCredentials(ministack, outputs);
  const connections = 2;
  const endpoint = {
    url: endpointUrl(ministack, outputs),
    credentials: () => credentials,
    rbmSecret,
    tls: { ca: ministack.ca },
  };
  const { post, close } = createHttpPost({ ...endpoint, waitForChallenge: true, connections }, timeoutMs);
  const policy = { connections, resends: 2 };
  const clock = createCompressedClock(300);
  const deliveries = await runVibes(planWorkload(plan), { post, clock }, policy).finally(close);
  const sqs = new SQSClient(ministack.access);
  await drain(() => queuesOf(sqs, outputs), realTime);
  return deliveries;
}

/** The credentials that the stack generated for Vibes. */
async function readCredentials({ access }: Ministack, outputs: Outputs) {
  const client = new SecretsManagerClient(access);
  const read = async (SecretId = ''): Promise<Record<string, string>> => {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId }));
    return JSON.parse(SecretString ?? '');
  };
  const { username = '', password = '' } = await read(outputs.MoSecretArn);
  const { secret: rbmSecret = '' } = await read(outputs.RbmSecretArn);
  return { username, password, rbmSecret };
}

async function queuesOf(sqs: SQSClient, outputs: Outputs): Promise<QueueState> {
  const state = async (QueueUrl = '') => {
    const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    const { ApproximateNumberOfMessages: visible, ApproximateNumberOfMessagesNotVisible: inFlight } = Attributes;
    return { visible: Number(visible), inFlight: Number(inFlight) };
  };
  return {
    queue: await state(outputs.CallbackQueueUrl),
    retryQueue: await state(outputs.RetryQueueUrl),
    deadLetterQueue: await state(outputs.DeadLetterQueueUrl),
    calls: {},
  };
}

/** The answer to an address that the API's policy does not allow. Undefined if this machine has no such address. */
async function answerToStranger(ministack: Ministack, outputs: Outputs): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const url = new URL(`${endpointUrl(ministack, outputs)}sms/receipt`);
    const options = { method: 'POST', localAddress: '127.0.0.2', ca: ministack.ca };
    const outgoing = request(url, options, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRNOTAVAIL' ? resolve(undefined) : reject(error),
    );
    outgoing.end('x');
  });
}
