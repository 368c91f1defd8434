import { join } from 'node:path';
import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { until } from '../../../../test/support/until';
import { answered } from '../support/answered';
import { type EditableTemplate, patchedAssembly, resourcesOf } from '../support/patched-assembly';
import { type LocalCloudProcess, runLocalCloud, startLocalCloud } from '../support/start-local-cloud';

const newFolder = temporaryFolder();
let cloud: LocalCloudProcess | undefined;

describe('a start with a changed template', () => {
  afterEach(async () => {
    await cloud?.stop();
    cloud = undefined;
  });

  it('says which grant is missing, and never answers 200 if ingest may not store the callback', async () => {
    const started = await startWith((template) => {
      removeAction(template, 'Ingest', 'sqs:SendMessage', 's3:PutObject');
      removeAction(template, 'Consumer', 'sqs:ReceiveMessage');
    });
    // A busy machine may answer otherwise, but never 200.
    await until(async () => {
      const { status } = await postReceipt(started);
      expect(status).toBeGreaterThanOrEqual(500);
      return status === 503;
    });
    await until(() => started.lines().some((line) => /AccessDenied: .*Ingest.* call sqs:SendMessage/.test(line)));
    // A mapping needs its grant, too.
    await until(() => started.lines().some((line) => /AccessDenied: .*Consumer.* call sqs:ReceiveMessage/.test(line)));
  });

  it('has another path with another stage name, and keeps callbacks that the consumer may not publish', async () => {
    // By the setting, because the policies name the stage too, and allow no other.
    const started = await startWith((template) => removeAction(template, 'Consumer', 'events:PutEvents'), {
      stageName: 'v2',
    });
    expect(started.outputs.SmsMoUrl).toMatch(/\/v2\/sms\/mo$/);
    expect((await answered(() => postReceipt(started))).status).toBe(200);
    await until(() => started.lines().some((line) => /AccessDenied: .*Consumer.* call events:PutEvents/.test(line)));
    expect(started.events()).toEqual([]);
    const { queue, retryQueue } = await started.state();
    // Or more, where a busy machine was answered 5XX and stored it all the same.
    expect(queue.visible + queue.inFlight + retryQueue.visible + retryQueue.inFlight).toBeGreaterThanOrEqual(1);
  });

  it('is refused, with the resource’s name, where the local cloud does not support it', async () => {
    const assembly = await patchedAssembly((template) => {
      for (const [, { Properties }] of resourcesOf(template, 'AWS::Lambda::Function')) Properties.VpcConfig = {};
    }, newFolder());
    const { code, text } = await runLocalCloud(['--port', '0', '--data', newFolder(), '--assembly', assembly]);
    expect(code).toBe(1);
    expect(text).toMatch(/^The local cloud does not support VpcConfig of AWS::Lambda::Function "\w+"\.$/m);
  });
});

describe('a deployment of a changed template', () => {
  beforeAll(async () => {
    cloud = await startLocalCloud({ dataDir: join(newFolder(), 'data') });
  });

  it('a batch size of one is one invocation a callback', async () => {
    const started = await deployed((template) => {
      for (const [, mapping] of resourcesOf(template, 'AWS::Lambda::EventSourceMapping')) {
        Object.assign(mapping.Properties, { BatchSize: 1, MaximumBatchingWindowInSeconds: 0 });
      }
    });
    const before = await consumerInvocations(started);
    const ids = Array.from({ length: 12 }, (_, index) => `message-${index}`);
    await Promise.all(ids.map((id) => answered(() => postReceipt(started, id))));
    await until(() => new Set(started.events().map(({ detail }) => detail.data.messageId)).size === 12);
    // On a slow machine one may come twice.
    expect((await consumerInvocations(started)) - before).toBeGreaterThanOrEqual(12);
  });

  it('an integration timeout that is shorter is met sooner', async () => {
    const started = await deployed((template) => {
      for (const [, { Properties }] of resourcesOf(template, 'AWS::ApiGateway::Method')) {
        Properties.Integration = { ...Object(Properties.Integration), TimeoutInMillis: 50 };
      }
    });
    await started.control('POST', 'faults', { service: 'lambda', function: 'ingest', mode: 'slow', delayMs: 30_000 });
    expect((await postReceipt(started)).status).toBe(504);
  });

  it('without gateway responses the gateway’s own 4XX reaches Vibes', async () => {
    const started = await deployed((template) => {
      for (const [id] of resourcesOf(template, 'AWS::ApiGateway::GatewayResponse')) delete template.Resources[id];
    });
    const large = await fetch(started.outputs.MmsMoUrl ?? '', { method: 'POST', body: Buffer.alloc(11_000_000) });
    expect(large.status).toBe(413);
    const unasked = await fetch(started.outputs.SmsMoUrl ?? '', { method: 'POST', body: 'x' });
    expect([unasked.status, unasked.headers.get('www-authenticate')]).toEqual([401, null]);
  });

  it('another list of addresses allows other callers', async () => {
    const started = await deployed((template) => {
      for (const [, { Properties }] of resourcesOf(template, 'AWS::ApiGateway::RestApi')) {
        Properties.Policy = JSON.parse(
          JSON.stringify(Properties.Policy).replace('35.155.139.143/32', '198.51.100.7/32'),
        );
      }
    });
    const from = { 'x-local-source-ip': '198.51.100.7' };
    expect((await answered(() => postReceipt(started, 'a', from))).status).toBe(200);
    expect((await postReceipt(started, 'b', { 'x-local-source-ip': '35.155.139.143' })).status).toBe(403);
  });
});

/** The cloud of these tests, emptied, with the edited template. */
async function deployed(edit: (template: EditableTemplate) => void): Promise<LocalCloudProcess> {
  if (cloud === undefined) throw new Error('not started');
  const assembly = await patchedAssembly(edit, newFolder());
  expect(await cloud.control('POST', 'deploy', { assembly })).toMatchObject({ status: 200 });
  await cloud.control('POST', 'reset', { keepWorkers: true });
  return cloud;
}

async function startWith(
  edit: (template: EditableTemplate) => void,
  context: Readonly<Record<string, string>> = {},
): Promise<LocalCloudProcess> {
  const assembly = await patchedAssembly(edit, newFolder(), context);
  cloud = await startLocalCloud({ dataDir: join(newFolder(), 'data'), more: ['--assembly', assembly] });
  return cloud;
}

/** What deleting the line in `lib/` would do; the template must have had it. */
function removeAction(template: EditableTemplate, role: string, ...actions: readonly string[]): void {
  let removed = 0;
  for (const [id, { Properties }] of resourcesOf(template, 'AWS::IAM::Policy')) {
    if (!id.includes(role)) continue;
    const document = Properties.PolicyDocument as { Statement: { Action: string | string[] }[] };
    document.Statement = document.Statement.flatMap((statement) => {
      const all = [statement.Action].flat();
      const left = all.filter((action) => !actions.includes(action));
      removed += all.length - left.length;
      return left.length === 0 ? [] : [{ ...statement, Action: left }];
    });
  }
  expect(removed).toBeGreaterThanOrEqual(actions.length);
}

function postReceipt(
  { outputs }: LocalCloudProcess,
  messageId = 'message',
  headers: Record<string, string> = {},
): Promise<Response> {
  const body = `<mtMessageResponse messageId="${messageId}" receiptDate="2024-05-06T07:08:09.123-05:00"><type>Carrier</type><status isError="false"><description>ok</description></status></mtMessageResponse>`;
  return fetch(outputs.SmsReceiptUrl ?? '', { method: 'POST', body, headers });
}

async function consumerInvocations(started: LocalCloudProcess): Promise<number> {
  const { functions } = await started.state();
  return Object.entries(functions).find(([id]) => id.includes('Consumer'))?.[1].invocations ?? 0;
}
