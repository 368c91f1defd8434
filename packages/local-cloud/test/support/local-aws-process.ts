// Starts the local AWS of a template in a process of its own (Node.js 24), prints one line of JSON when it is ready, and
// obeys one JSON array a line on its standard input: ["addFault", {...}], ["state"], ["reset"], ["stop"], …
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { reserveEndpoint } from '../../src/aws/free-endpoint';
import type { LocalAws } from '../../src/aws/local-aws';
import { startLocalAws } from '../../src/aws/start-local-aws';
import { LocalCloudError } from '../../src/base/local-cloud-error';
import type { Fault } from '../../src/faults/fault';
import { deployTemplate } from '../../src/template/deploy-template';
import type { Template } from '../../src/template/template';

interface Settings {
  readonly templatePath: string;
  readonly dataDir: string;
  readonly secrets?: Record<string, string>;
}

const print = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`);

async function main(settings: Settings): Promise<void> {
  const template: Template = JSON.parse(readFileSync(settings.templatePath, 'utf8'));
  const { endpoint, server: listener } = await reserveEndpoint();
  const deployment = deployTemplate(template, { endpoint });
  const aws = await startLocalAws(deployment, { dataDir: settings.dataDir, secrets: settings.secrets ?? {}, listener });
  const told: Record<string, unknown[]> = { events: [], crashes: [], denials: [] };
  aws.onEvent((event) => told.events?.push(event));
  aws.onCrash((token) => told.crashes?.push(token));
  aws.onDenied((denial) => told.denials?.push(denial));
  const resources = Object.entries(template.Resources).map(([id, { Type }]) => [id, Type] as const);
  const roles = resources.filter(([, type]) => type === 'AWS::IAM::Role').map(([id]) => id);
  const supported = resources.filter(([, type]) =>
    /^AWS::(?:SQS::Queue|S3::Bucket|DynamoDB|Events::EventBus|Secrets)/.test(type),
  );
  print({
    pid: process.pid,
    endpoint: aws.endpoint,
    operator: aws.operator,
    credentials: Object.fromEntries(roles.map((id) => [id, { ...aws.credentialsOf(id), sessionToken: 'worker' }])),
    refs: Object.fromEntries(supported.map(([id]) => [id, deployment.resource(id).ref])),
  });
  for await (const line of createInterface({ input: process.stdin })) print(await obey(JSON.parse(line), aws, told));
}

async function obey([command, argument]: [string, unknown], aws: LocalAws, told: object): Promise<unknown> {
  switch (command) {
    case 'addFault':
      return aws.addFault(argument as Fault) ?? null;
    case 'clearFaults':
      return aws.clearFaults() ?? null;
    case 'state':
      return aws.state();
    case 'told':
      return told;
    case 'reset':
      return (await aws.reset()) ?? null;
    case 'stop':
      await aws.stop();
      setImmediate(() => process.exit(0));
      return null;
    default:
      throw new Error(`unknown command ${command}`);
  }
}

main(JSON.parse(process.argv[2] ?? '{}')).catch((error: unknown) => {
  print({ failed: error instanceof Error ? error.message : String(error), mendable: error instanceof LocalCloudError });
  process.exit(1);
});
