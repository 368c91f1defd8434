// Each grant of the stack is as narrow as its use: anything else is refused.
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { synthesize, theOnly } from '../../../../test/lib/synth';
import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { createAuthorizer } from '../../../local-cloud/src/aws/iam/authorizer';
import { deployTemplate } from '../../../local-cloud/src/template/deploy-template';
import { clientsOf, failureOf } from '../../../local-cloud/test/aws/clients';
import { apiOf } from '../../../local-cloud/test/gateway/api-template';
import { type LocalAwsProcess, startLocalAwsProcess } from '../../../local-cloud/test/support/start-local-aws-process';

const newFolder = temporaryFolder();
const synthesized = synthesize({ rbmSecret: 'create' });
const template = { Resources: synthesized.resources };
const idOf = (type: string, part: string) => theOnly(synthesized, type, part)[0];

let aws: LocalAwsProcess;
const opened: { destroy(): void }[] = [];

beforeAll(async () => {
  aws = await startLocalAwsProcess({ template, dataDir: newFolder() });
});

// A test ends the processes that it started.
afterAll(() => {
  for (const clients of opened) clients.destroy();
});

function clientsOfRole(part: string) {
  const credentials = aws.credentials[idOf('AWS::IAM::Role', part)];
  if (credentials === undefined) throw new Error(`the template has no role ${part}`);
  const clients = clientsOf(aws.endpoint, credentials);
  opened.push(clients);
  return clients;
}

const refOf = (type: string, part: string) => aws.refs[idOf(type, part)] ?? '';

describe('ingest', () => {
  const put = (Key: string, IfNoneMatch?: string) =>
    clientsOfRole('IngestServiceRole').s3.send(
      new PutObjectCommand({ Bucket: refOf('AWS::S3::Bucket', ''), Key, Body: 'x', IfNoneMatch }),
    );

  it('writes an overflow object only if none exists, and may not write without that condition', async () => {
    await put('overflow/1', '*');
    expect(await failureOf(put('overflow/1', '*'))).toEqual({ name: 'PreconditionFailed', status: 412 });
    expect(await failureOf(put('overflow/1'))).toEqual({ name: 'AccessDenied', status: 403 });
    expect(await failureOf(put('overflow/2'))).toEqual({ name: 'AccessDenied', status: 403 });
    expect(await failureOf(put('unrecognized/1', '*'))).toEqual({ name: 'AccessDenied', status: 403 });
  });

  it.each(['Mo', 'Rbm'])('reads the two stages of the %s secret that callers use, and no other', async (part) => {
    const SecretId = refOf('AWS::SecretsManager::Secret', `Secrets${part}`);
    const { secrets: operator, destroy } = clientsOf(aws.endpoint, aws.operator);
    const { VersionId: first } = await operator.send(new GetSecretValueCommand({ SecretId }));
    const prepared = { SecretId, SecretString: '{"password":"next"}', VersionStages: ['AWSPENDING'] };
    const { VersionId: pending } = await operator.send(new PutSecretValueCommand(prepared));
    await operator.send(new PutSecretValueCommand({ SecretId, SecretString: '{"password":"now"}' }));
    destroy();
    const { secrets } = clientsOfRole('IngestServiceRole');
    const read = (choice: object) => secrets.send(new GetSecretValueCommand({ SecretId, ...choice }));
    expect((await read({ VersionStage: 'AWSPREVIOUS' })).VersionId).toBe(first);
    expect((await read({ VersionStage: 'AWSCURRENT' })).SecretString).toContain('now');
    for (const choice of [{ VersionStage: 'AWSPENDING' }, { VersionId: pending }, { VersionId: first }, {}]) {
      expect(await failureOf(read(choice))).toEqual({ name: 'AccessDeniedException', status: 400 });
    }
  });

  it('may change no stage of a secret', async () => {
    const command = new UpdateSecretVersionStageCommand({
      SecretId: refOf('AWS::SecretsManager::Secret', 'SecretsMo'),
      VersionStage: 'AWSCURRENT',
    });
    const call = clientsOfRole('IngestServiceRole').secrets.send(command);
    expect(await failureOf(call)).toEqual({ name: 'AccessDeniedException', status: 400 });
  });
});

describe('the consumer', () => {
  const publish = (...sources: readonly (string | undefined)[]) => {
    const EventBusName = refOf('AWS::Events::EventBus', '');
    const Entries = sources.map((Source) => ({ EventBusName, Source, DetailType: 'MO Message', Detail: '{}' }));
    return clientsOfRole('ConsumerServiceRole').events.send(new PutEventsCommand({ Entries }));
  };

  it('publishes events of its own source, and may publish no other, nor one among its own', async () => {
    const denied = { name: 'AccessDeniedException', status: 400 };
    expect((await publish('vibes.callbacks')).FailedEntryCount).toBe(0);
    expect(await failureOf(publish('vibes.callbacks', 'acme.orders'))).toEqual(denied);
    expect(await failureOf(publish('aws.health'))).toEqual(denied);
    expect(await failureOf(publish(undefined))).toEqual(denied);
  });
});

it.each(['ConsumerServiceRole', 'SweepServiceRole'])('%s reads the identity key that is current', async (role) => {
  const SecretId = refOf('AWS::SecretsManager::Secret', 'IdentityKey');
  const { secrets } = clientsOfRole(role);
  const read = (choice: object) => secrets.send(new GetSecretValueCommand({ SecretId, ...choice }));
  const { VersionId } = await read({ VersionStage: 'AWSCURRENT' });
  for (const choice of [{ VersionStage: 'AWSPREVIOUS' }, { VersionId }, {}]) {
    expect(await failureOf(read(choice))).toEqual({ name: 'AccessDeniedException', status: 400 });
  }
});

describe('a service', () => {
  const deployment = deployTemplate(template, { endpoint: 'http://127.0.0.1:1', stackName: 'Stack' });

  it("is CloudWatch, only for alarms with this stack's name", () => {
    const { allowsService } = createAuthorizer(deployment);
    const resource = theTopic();
    const mayPublish = (name: string, accountId = deployment.accountId) => {
      const sourceArn = `arn:aws:cloudwatch:us-east-1:${accountId}:alarm:${name}`;
      const context = { 'aws:SourceArn': sourceArn, 'aws:SourceAccount': accountId };
      return allowsService('cloudwatch.amazonaws.com', { action: 'sns:Publish', resource, context });
    };
    expect(mayPublish('Stack-StoreFailed')).toBe(true);
    expect(mayPublish('Stack-CallbacksAtRisk')).toBe(true);
    expect(mayPublish('Orders-StoreFailed')).toBe(false);
    expect(mayPublish('Stack')).toBe(false);
    expect(mayPublish('Stack-StoreFailed', '111122223333')).toBe(false);
  });

  it('is API Gateway, only for the stage and for test invocations', () => {
    const { root, policy, id, accountId, region } = apiOf(deployment);
    const method = root.methods.get('ANY');
    expect(['callbacks', 'test-invoke-stage', 'other'].map((stage) => method?.mayInvoke(stage))).toEqual([
      true,
      true,
      false,
    ]);
    const decide = (stage: string, ip = '35.155.139.143') =>
      policy.decide(ip, `arn:aws:execute-api:${region}:${accountId}:${id}/${stage}/POST/platform`);
    expect([decide('callbacks'), decide('other'), decide('callbacks', '198.51.100.7')]).toEqual([
      'allowed',
      'denied',
      'explicitly-denied',
    ]);
  });

  function theTopic(): string {
    return deployment.ofType('AWS::SNS::Topic')[0]?.ref ?? '';
  }
});
