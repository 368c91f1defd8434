import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LambdaClient, ListEventSourceMappingsCommand, UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import { PurgeQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { until } from '../../../../test/support/until';
import { answered } from './answered';
import { type OpsRun, type OpsWorld, runOpsCommand } from './run-ops';
import { type LocalCloudProcess, startLocalCloud } from './start-local-cloud';

/** A local cloud and its operator. */
export interface OpsCloud extends LocalCloudProcess {
  /** Runs a command with `--local --json`; `json` is its document, undefined if it printed none. */
  ops(...argv: readonly string[]): Promise<OpsRun & { readonly json: Json }>;
  /** The same without `--json`. */
  say(argv: readonly string[], world?: OpsWorld): Promise<OpsRun>;
  /** Posts as Vibes does, which sends again what is answered 5XX. */
  post: Post;
  postMo(body: string): Promise<Response>;
  /** One attempt alone, for tests of 5XX. */
  postOnce: Post;
  postMoOnce(body: string): Promise<Response>;
  /** Puts a message into a queue, bypassing ingest. */
  /** @returns the message's id */
  send(output: string, body: string): Promise<string>;
  purge(output: string): Promise<void>;
  /** Whether the consumer reads its queues, or one of them. */
  switchConsumer(on: boolean, output?: string): Promise<void>;
  /** The detail-types of the events, in their order. */
  publishedTypes(): readonly string[];
  /** Resolves once nothing waits and nothing is under way. */
  drained(): Promise<void>;
}

type Post = (
  output: string,
  body: string | Uint8Array,
  headers?: Readonly<Record<string, string>>,
) => Promise<Response>;

/** The JSON that a command printed. */
// biome-ignore lint/suspicious/noExplicitAny: the shape is what is tested
export type Json = any;

export async function startOpsCloud(dataDir: string, more: readonly string[] = []): Promise<OpsCloud> {
  const cloud = await startLocalCloud({ dataDir, more: ['--username', 'vibes', '--password', 'pw', ...more] });
  const clients = clientOptions(dataDir);
  const sqs = new SQSClient(clients);
  const say: OpsCloud['say'] = (argv, world) => runOpsCommand([...argv, '--local', '--data', dataDir], world);
  const postOnce: Post = (output, body, headers = {}) =>
    fetch(cloud.outputs[output] ?? '', { method: 'POST', body, headers });
  const post: Post = (...request) => answered(() => postOnce(...request));
  const withPassword = { authorization: `Basic ${btoa('vibes:pw')}` };
  return {
    ...cloud,
    say,
    post,
    postOnce,
    ops: async (...argv) => {
      const run = await say([...argv, '--json']);
      return { ...run, json: run.out === '' ? undefined : JSON.parse(run.out) };
    },
    postMo: (body) => post('SmsMoUrl', body, withPassword),
    postMoOnce: (body) => postOnce('SmsMoUrl', body, withPassword),
    send: async (output, body) => {
      const input = { QueueUrl: cloud.outputs[output], MessageBody: body };
      return (await sqs.send(new SendMessageCommand(input))).MessageId ?? '';
    },
    purge: async (output) => {
      await sqs.send(new PurgeQueueCommand({ QueueUrl: cloud.outputs[output] }));
    },
    switchConsumer: (on, output) =>
      switchConsumer(new LambdaClient(clients), on, cloud.outputs[output ?? '']?.split('/').at(-1) ?? ''),
    publishedTypes: () => cloud.events().map((event) => event['detail-type']),
    drained: () =>
      until(async () => {
        const { queue, retryQueue, functions } = await cloud.state();
        const idle = Object.values(functions).every(({ busy }) => busy === 0);
        return [queue, retryQueue].every(({ visible, inFlight }) => visible + inFlight === 0) && idle;
      }),
  };
}

/** How the owner's clients reach the local cloud of this folder. */
export function clientOptions(dataDir: string) {
  const { endpoint, region, accessKeyId, secretAccessKey } = JSON.parse(
    readFileSync(join(dataDir, 'aws.json'), 'utf8'),
  );
  return { endpoint, region, credentials: { accessKeyId, secretAccessKey } };
}

async function switchConsumer(lambda: LambdaClient, on: boolean, queueName: string): Promise<void> {
  const list = async () => {
    const { EventSourceMappings = [] } = await lambda.send(new ListEventSourceMappingsCommand({}));
    return EventSourceMappings.filter(({ EventSourceArn = '' }) => EventSourceArn.endsWith(queueName));
  };
  for (const { UUID } of await list()) await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: on }));
  await until(async () => (await list()).every(({ State }) => State === (on ? 'Enabled' : 'Disabled')));
}
