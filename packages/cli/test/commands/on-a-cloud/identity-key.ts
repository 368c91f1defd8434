import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  GetSecretValueCommand,
  ListSecretVersionIdsCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { encodeEnvelope } from '../../../../../lambda/shared/envelope';
import { envelopeOf } from '../../../../proof/src/support/envelope';
import { sampleRequest } from '../../../src/commands/send/sample-request';
import { oneOpsCloud } from '../../support/one-ops-cloud';
import { clientOptions } from '../../support/ops-cloud';

const cloud = oneOpsCloud();

describe('the identity key', () => {
  const receipt = sampleRequest('mms-delivery-report-rejected.xml');

  /** A repeat of the receipt, by way of the bucket. */
  const overflowKey = 'overflow/2026-05-06/request-large.json';

  let secrets: SecretsManagerClient;
  let generated: string | undefined;
  beforeAll(async () => {
    secrets = new SecretsManagerClient(clientOptions(cloud().dataDir));
    generated = (await secrets.send(new GetSecretValueCommand(secretId()))).SecretString;
  });
  beforeEach(async () => {
    await cloud().post('MmsReceiptUrl', receipt.body, receipt.headers);
    await cloud().drained();
    await cloud().send('DeadLetterQueueUrl', encodeEnvelope(envelopeOf({ ...receipt, requestId: 'request-dead' })));
    const s3 = new S3Client({ ...clientOptions(cloud().dataDir), forcePathStyle: true });
    const Body = encodeEnvelope(envelopeOf({ ...receipt, requestId: 'request-large' }));
    await s3.send(new PutObjectCommand({ Bucket: cloud().outputs.BucketName, Key: overflowKey, Body }));
    await cloud().drained();
  });
  afterEach(putBack);

  const put = (SecretString: string | undefined) =>
    secrets.send(new PutSecretValueCommand({ ...secretId(), SecretString }));

  /** The generated key is the current one, and no other has a label. */
  async function putBack(): Promise<void> {
    const { SecretString } = await secrets.send(new GetSecretValueCommand(secretId()));
    if (SecretString !== generated) await put(generated);
    await removeLabel();
  }

  async function removeLabel(): Promise<void> {
    const { Versions = [] } = await secrets.send(new ListSecretVersionIdsCommand(secretId()));
    const before = Versions.find(({ VersionStages = [] }) => VersionStages.includes('AWSPREVIOUS'));
    if (before === undefined) return;
    const removal = { VersionStage: 'AWSPREVIOUS', RemoveFromVersionId: before.VersionId };
    await secrets.send(new UpdateSecretVersionStageCommand({ ...secretId(), ...removal }));
  }

  const secretId = () => ({ SecretId: cloud().outputs.IdentityKeyArn });
  const keyCheck = async () => {
    const { code, json } = await cloud().ops('doctor');
    return { code, ...json.checks.find(({ name }: { name: string }) => name === 'identity key') };
  };
  const published = async () => (await cloud().ops('find', 'sample-message-0001')).json.callbacks[0];

  test('a dead letter has the id of its event, which is made with the key', async () => {
    const [letter] = (await cloud().ops('dead', 'list')).json.messages;
    expect(letter).toMatchObject({ requestId: 'request-dead', eventId: (await published()).eventId });
  });

  test('with it, what lies in the overflow is known to be published', async () => {
    expect((await cloud().ops('overflow', 'list')).json).toEqual({ count: 0, objects: [] });
  });

  test('doctor reads it, and says no more of it', async () => {
    const { SecretString = '' } = await secrets.send(new GetSecretValueCommand(secretId()));
    expect(SecretString).toMatch(/^[A-Za-z0-9]{64}$/);
    const check = await keyCheck();
    expect(check).toMatchObject({ status: 'ok' });
    expect(JSON.stringify(check)).not.toContain(SecretString);
  });

  test('where it is damaged doctor fails, and the other commands say what they cannot tell', async () => {
    await put('short');
    expect(await keyCheck()).toMatchObject({ code: 1, status: 'fail', fix: 'docs/DATA.md#the-identity-key' });
    const { code, json, err } = await cloud().ops('dead', 'list');
    expect([code, json.count]).toEqual([0, 1]);
    expect(json.messages[0].requestId).toBe('request-dead');
    expect(err).toContain('The identity key could not be read');
    const overflow = await cloud().ops('overflow', 'list');
    expect(overflow.json).toMatchObject({ count: 0, objects: [], undecided: [{ key: overflowKey }] });
    expect(overflow.err).toContain('1 may have been published or not');
    expect((await cloud().ops('status')).json.overflow).toMatchObject({ pending: 0, undecided: 1 });
    const again = await cloud().ops('overflow', 'requeue', '--all', '--dry-run');
    expect(again.err).toContain('Queues 1 overflow object of');
  });

  test('where it was replaced doctor warns', async () => {
    await put('k'.repeat(64));
    expect(await keyCheck()).toMatchObject({ status: 'warn', detail: expect.stringContaining('replaced') });
  });

  test('once it is put back doctor does not have the wrong one installed again, and without its label it is content', async () => {
    await put('k'.repeat(64));
    await put(generated);
    expect(await keyCheck()).toMatchObject({
      status: 'warn',
      detail: expect.stringContaining('do not put that one back'),
    });
    await removeLabel();
    expect(await keyCheck()).toMatchObject({ status: 'ok' });
    const { SecretString } = await secrets.send(new GetSecretValueCommand(secretId()));
    expect(SecretString).toBe(generated);
  });
});
