import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3';
import { GetSecretValueCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ListMessageMoveTasksCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { putObjectAs } from '../../src/aws/operator-call';
import type { FaultMode } from '../../src/faults/fault';
import { localState } from '../support/local-state';
import { smallTemplate, withProperties } from '../support/small-template';
import { type LocalAwsProcess, StartFailure, startLocalAwsProcess } from '../support/start-local-aws-process';
import { temporaryFolder } from '../support/temporary-folder';
import { clientsOf, failureOf } from './clients';

const newFolder = temporaryFolder();

describe('the local AWS', () => {
  let aws: LocalAwsProcess;
  let role: ReturnType<typeof clientsOf>;
  let operator: ReturnType<typeof clientsOf>;
  let dataDir: string;
  const ref = (id: string) => aws.refs[id] ?? '';

  beforeAll(async () => {
    dataDir = newFolder();
    aws = await startLocalAwsProcess({ template: smallTemplate(), dataDir });
    const { Role } = aws.credentials;
    if (Role === undefined) throw new Error('the template has no Role');
    role = clientsOf(aws.endpoint, Role);
    operator = clientsOf(aws.endpoint, aws.operator);
  });
  beforeEach(() => aws.reset());
  afterAll(() => {
    role.destroy();
    operator.destroy();
  });

  const send = (body: string) => role.sqs.send(new SendMessageCommand({ QueueUrl: ref('Queue'), MessageBody: body }));
  const receive = async (queue = 'Queue', seconds = 5): Promise<readonly Message[]> => {
    const request = { QueueUrl: ref(queue), MaxNumberOfMessages: 10, WaitTimeSeconds: seconds, VisibilityTimeout: 90 };
    const all = { MessageSystemAttributeNames: ['All' as const], MessageAttributeNames: ['All'] };
    return (await operator.sqs.send(new ReceiveMessageCommand({ ...request, ...all }))).Messages ?? [];
  };
  const putObject = (Key: string, more: object = {}) =>
    role.s3.send(new PutObjectCommand({ Bucket: ref('Bucket'), Key, Body: 'body', ...more }));

  describe('queue', () => {
    it('shows a message again at once when its visibility becomes 0', async () => {
      await send('again');
      const [first] = await receive();
      const handle = { QueueUrl: ref('Queue'), ReceiptHandle: first?.ReceiptHandle };
      await role.sqs.send(new ChangeMessageVisibilityCommand({ ...handle, VisibilityTimeout: 0 }));
      const [second] = await receive();
      expect([second?.Body, second?.Attributes?.ApproximateReceiveCount]).toEqual(['again', '2']);
    });

    it('takes every character that SQS takes, and tells their digests', async () => {
      const body = 'tab\t line\r\n \ud7ff\ue000\ufffd 🎉\u{10ffff}';
      const MessageAttributes = { kind: { DataType: 'String', StringValue: '👩‍👩‍👧' } };
      // The client compares MD5OfMessageBody with the body that it sent, and with the one that it receives.
      const one = { QueueUrl: ref('Queue'), MessageBody: body, MessageAttributes };
      const sent = await role.sqs.send(new SendMessageCommand(one));
      expect(sent.MD5OfMessageAttributes).toMatch(/^[0-9a-f]{32}$/);
      const Entries = [{ Id: 'a', MessageBody: body, MessageAttributes }];
      const batch = await role.sqs.send(new SendMessageBatchCommand({ QueueUrl: ref('Queue'), Entries }));
      expect(batch.Successful?.[0]?.MD5OfMessageAttributes).toBe(sent.MD5OfMessageAttributes);
      const received = await receive();
      expect(received.map(({ Body, MessageAttributes: all }) => [Body, all?.kind?.StringValue])).toEqual([
        [body, '👩‍👩‍👧'],
        [body, '👩‍👩‍👧'],
      ]);
    });

    it.each([
      ['a lone surrogate', '\ud83d'],
      ['a surrogate behind its pair', '🎉\udf89'],
      ['a control character', '\u0000'],
      ['U+FFFE', '\ufffe'],
    ])('refuses %s, in a body and in an attribute', async (_name, text) => {
      expect((await failureOf(send(text))).name).toBe('InvalidMessageContents');
      const MessageAttributes = { kind: { DataType: 'String', StringValue: text } };
      const one = { QueueUrl: ref('Queue'), MessageBody: 'x', MessageAttributes };
      expect((await failureOf(role.sqs.send(new SendMessageCommand(one)))).name).toContain('InvalidParameterValue');
      expect((await aws.state()).queue.visible).toBe(0);
    });

    it('refuses of a batch what it refuses alone, and takes the others', async () => {
      const attribute = (StringValue: string) => ({ kind: { DataType: 'String', StringValue } });
      const Entries = [
        { Id: 'body', MessageBody: '\ud83d' },
        { Id: 'attribute', MessageBody: 'x', MessageAttributes: attribute('\u0001') },
        { Id: 'good', MessageBody: '🎉', MessageAttributes: attribute('🎉') },
      ];
      const answer = await role.sqs.send(new SendMessageBatchCommand({ QueueUrl: ref('Queue'), Entries }));
      expect(answer.Successful?.map(({ Id }) => Id)).toEqual(['good']);
      expect(answer.Failed?.map(({ Id, Code, SenderFault }) => [Id, Code, SenderFault])).toEqual([
        ['body', 'InvalidMessageContents', true],
        ['attribute', 'InvalidParameterValue', true],
      ]);
      expect((await receive()).map(({ Body }) => Body)).toEqual(['🎉']);
    });

    it('measures a message in bytes of UTF-8', async () => {
      const most = 1024 * 1024;
      expect((await send('🎉'.repeat(most / 4))).MessageId).toBeDefined();
      expect((await failureOf(send(`${'🎉'.repeat(most / 4)}.`))).name).toContain('InvalidParameterValue');
    });

    it('does so in a batch too, and leaves the others as they are', async () => {
      await send('stays');
      const [stays] = await receive();
      await send('returns');
      const [returns] = await receive();
      const Entries = [
        { Id: 'a', ReceiptHandle: stays?.ReceiptHandle, VisibilityTimeout: 60 },
        { Id: 'b', ReceiptHandle: returns?.ReceiptHandle, VisibilityTimeout: 0 },
      ];
      const batch = new ChangeMessageVisibilityBatchCommand({ QueueUrl: ref('Queue'), Entries });
      expect((await role.sqs.send(batch)).Successful).toHaveLength(2);
      expect((await receive()).map(({ Body }) => Body)).toEqual(['returns']);
    });

    it('gives a message up to the dead-letter queue, and takes it back by a move task', async () => {
      const MessageAttributes = { kind: { DataType: 'String', StringValue: 'poison' } };
      await operator.sqs.send(
        new SendMessageCommand({ QueueUrl: ref('Queue'), MessageBody: 'poison', MessageAttributes }),
      );
      await failThrice();
      expect(await aws.state()).toMatchObject({ queue: { visible: 0 }, deadLetterQueue: { visible: 1, inFlight: 0 } });
      const SourceArn = 'arn:aws:sqs:us-east-1:000000000000:Stack-DeadLetters';
      await operator.sqs.send(new StartMessageMoveTaskCommand({ SourceArn }));
      const [back] = await receive();
      expect([
        back?.Body,
        back?.MessageAttributes?.kind?.StringValue,
        back?.Attributes?.ApproximateReceiveCount,
      ]).toEqual(['poison', 'poison', '1']);
      const { Results: tasks } = await untilDone(SourceArn);
      expect(tasks).toMatchObject([{ Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 1, SourceArn }]);
      expect((await aws.state()).deadLetterQueue).toEqual({ visible: 0, inFlight: 0 });
    });

    it.each([
      ['is not a dead-letter queue', 'Stack-Queue', 'InvalidParameterValue'],
      ['does not exist', 'nothing', 'ResourceNotFoundException'],
    ])('refuses to move from a queue that %s', async (_name, name, code) => {
      const SourceArn = `arn:aws:sqs:us-east-1:000000000000:${name}`;
      const failure = await failureOf(operator.sqs.send(new StartMessageMoveTaskCommand({ SourceArn })));
      expect(failure.name).toContain(code);
    });

    /** maxReceiveCount is 2: the third receive moves it. */
    async function failThrice(): Promise<void> {
      for (let round = 0; round < 2; round += 1) {
        const [message] = await receive();
        const handle = { QueueUrl: ref('Queue'), ReceiptHandle: message?.ReceiptHandle };
        await operator.sqs.send(new ChangeMessageVisibilityCommand({ ...handle, VisibilityTimeout: 0 }));
      }
      // One receive that finds it: by then its millisecond of invisibility is over.
      for (;;) {
        expect(await receive('Queue', 0)).toEqual([]);
        if ((await aws.state()).deadLetterQueue.visible === 1) return;
      }
    }

    async function untilDone(SourceArn: string) {
      for (;;) {
        const answer = await operator.sqs.send(new ListMessageMoveTasksCommand({ SourceArn }));
        if (answer.Results?.[0]?.Status !== 'RUNNING') return answer;
      }
    }
  });

  describe('bucket', () => {
    it('tells the queue of a new object under its prefix, with an encoded key', async () => {
      await putObject('overflow/2026-01-01/a b+é.json');
      const [message] = await receive();
      expect(JSON.parse(message?.Body ?? '')).toMatchObject({
        Records: [
          {
            eventSource: 'aws:s3',
            eventName: 'ObjectCreated:Put',
            s3: { bucket: { name: 'callbacks' }, object: { key: 'overflow/2026-01-01/a+b%2B%C3%A9.json', size: 4 } },
          },
        ],
      });
    });

    it('has keys and bodies past U+FFFF, and notifies of them', async () => {
      const Key = 'overflow/🎉 \u{10ffff}.json';
      await putObject(Key, { Body: '🎉' });
      const [message] = await receive();
      const [record] = JSON.parse(message?.Body ?? '').Records;
      expect(record.s3.object).toMatchObject({ key: 'overflow/%F0%9F%8E%89+%F4%8F%BF%BF.json', size: 4 });
      const got = await role.s3.send(new GetObjectCommand({ Bucket: ref('Bucket'), Key }));
      expect(await got.Body?.transformToString()).toBe('🎉');
      const list = await operator.s3.send(new ListObjectsV2Command({ Bucket: ref('Bucket') }));
      expect(list.Contents?.map((one) => one.Key)).toEqual([Key]);
    });

    it('does not tell of objects elsewhere', async () => {
      await putObject('attachments/overflow/x');
      expect((await aws.state()).queue).toEqual({ visible: 0, inFlight: 0 });
    });

    it('writes a new object once with IfNoneMatch, and notifies of it once', async () => {
      const IfNoneMatch = '*';
      await putObject('overflow/once', { IfNoneMatch });
      const second = await failureOf(putObject('overflow/once', { IfNoneMatch, Body: 'other' }));
      expect(second).toEqual({ name: 'PreconditionFailed', status: 412 });
      const { Body } = await role.s3.send(new GetObjectCommand({ Bucket: ref('Bucket'), Key: 'overflow/once' }));
      expect([await Body?.transformToString(), (await aws.state()).queue.visible]).toEqual(['body', 1]);
    });

    it('lets one of two writers at once win', async () => {
      const writes = await Promise.allSettled(['a', 'b'].map((Body) => putObject('x', { IfNoneMatch: '*', Body })));
      expect(writes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    });

    it('does not tell who may not list it that an object is missing', async () => {
      const get = new GetObjectCommand({ Bucket: ref('Bucket'), Key: 'overflow/nothing' });
      expect(await failureOf(role.s3.send(get))).toEqual({ name: 'AccessDenied', status: 403 });
      expect(await failureOf(operator.s3.send(get))).toEqual({ name: 'NoSuchKey', status: 404 });
    });

    it('does not take tags for the object', async () => {
      await putObject('x');
      const Tagging = { TagSet: [{ Key: 'a', Value: 'b' }] };
      const tag = new PutObjectTaggingCommand({ Bucket: ref('Bucket'), Key: 'x', Tagging });
      expect(await failureOf(operator.s3.send(tag))).toEqual({ name: 'NotImplemented', status: 501 });
      expect((await aws.state()).bucket).toEqual({ objects: 1, bytes: 4 });
    });

    it('tells size and type without the object, and gives a part of it', async () => {
      await putObject('attachments/x', { ContentType: 'image/png' });
      const object = { Bucket: ref('Bucket'), Key: 'attachments/x' };
      const head = await role.s3.send(new HeadObjectCommand(object));
      expect([head.ContentLength, head.ContentType]).toEqual([4, 'image/png']);
      const part = await role.s3.send(new GetObjectCommand({ ...object, Range: 'bytes=1-2' }));
      expect([part.ContentRange, await part.Body?.transformToString()]).toEqual(['bytes 1-2/4', 'od']);
    });

    it('holds bytes of any kind', async () => {
      const bytes = Uint8Array.from({ length: 100_000 }, (_value, index) => index % 256);
      await putObject('attachments/bytes', { Body: bytes });
      const get = new GetObjectCommand({ Bucket: ref('Bucket'), Key: 'attachments/bytes' });
      expect(await (await role.s3.send(get)).Body?.transformToByteArray()).toEqual(bytes);
    });
  });

  describe('the ledger', () => {
    const item = (value: string) => ({ pk: { S: 'a' }, sk: { S: '-' }, value: { S: value } });

    it('gives the old item with a failed condition', async () => {
      const put = (value: string) =>
        role.dynamodb.send(
          new PutItemCommand({
            TableName: ref('Ledger'),
            Item: item(value),
            ConditionExpression: 'attribute_not_exists(pk)',
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        );
      await put('first');
      await expect(put('second')).rejects.toMatchObject({
        name: 'ConditionalCheckFailedException',
        Item: item('first'),
      });
      expect((await aws.state()).tables.items).toBe(1);
    });
  });

  it('keeps text past U+FFFF wherever text is kept', async () => {
    const text = '🎉\u{10ffff}';
    const key = { pk: { S: text }, sk: { S: text } };
    const put = (item: Record<string, { S: string }>) =>
      role.dynamodb.send(new PutItemCommand({ TableName: ref('Ledger'), Item: item }));
    await put({ ...key, value: { S: text } });
    const got = await role.dynamodb.send(new GetItemCommand({ TableName: ref('Ledger'), Key: key }));
    expect(got.Item?.value?.S).toBe(text);
    await put({ ...key, sk: { S: '\ufffd' } });
    const ExpressionAttributeValues = { ':pk': { S: text } };
    const query = { TableName: ref('Ledger'), KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues };
    const { Items } = await operator.dynamodb.send(new QueryCommand(query));
    expect(Items?.map(({ sk }) => sk?.S)).toEqual(['\ufffd', text]);
    const SecretString = JSON.stringify({ username: 'vibes', text });
    await operator.secrets.send(new PutSecretValueCommand({ SecretId: ref('Secret'), SecretString }));
    const secret = await role.secrets.send(new GetSecretValueCommand({ SecretId: ref('Secret') }));
    expect(secret.SecretString).toBe(SecretString);
    const entry = { EventBusName: ref('Bus'), Source: text, DetailType: text, Detail: JSON.stringify({ text }) };
    await role.events.send(new PutEventsCommand({ Entries: [entry] }));
    const { events } = await aws.told();
    expect(JSON.parse(events.at(-1)?.json ?? '')).toMatchObject({
      'detail-type': text,
      source: text,
      detail: { text },
    });
  });

  describe('the bus', () => {
    it('appends what is published to events.jsonl', async () => {
      const entry = { EventBusName: ref('Bus'), Source: 'vibes.callbacks', DetailType: 'MO Message' };
      const Detail = '{"number":9007199254740993}';
      await role.events.send(new PutEventsCommand({ Entries: [{ ...entry, Detail }] }));
      expect(readFileSync(join(dataDir, 'events.jsonl'), 'utf8')).toContain(`"detail":${Detail}}\n`);
      const { events } = await aws.told();
      expect([events.at(-1)?.detailType, (await aws.state()).events.published]).toEqual(['MO Message', 1]);
    });
  });

  describe('the secret', () => {
    it('is read by the role and rotated by the operator', async () => {
      const get = () => role.secrets.send(new GetSecretValueCommand({ SecretId: ref('Secret') }));
      expect(JSON.parse((await get()).SecretString ?? '')).toMatchObject({ username: 'vibes' });
      await operator.secrets.send(new PutSecretValueCommand({ SecretId: ref('Secret'), SecretString: 'rotated' }));
      expect((await get()).SecretString).toBe('rotated');
    });
  });

  describe('a fault', () => {
    const names: readonly (readonly [FaultMode, string, number])[] = [
      ['error', 'InternalFailure', 500],
      ['throttle', 'RequestThrottled', 403],
    ];
    it.each(names)('%s is what the SDK knows as %s', async (mode, name, status) => {
      await aws.addFault({ service: 'sqs', action: 'SendMessage', mode, count: 1 });
      expect(await failureOf(send('x'))).toEqual({ name, status });
      await expect(send('x')).resolves.toMatchObject({ MessageId: expect.any(String) });
      expect(await aws.state()).toMatchObject({ calls: { sqs: { SendMessage: 2 } }, faults: { struck: 1 } });
    });

    it('timeout leaves a call without an answer, and not carried out', async () => {
      await aws.addFault({ service: 'sqs', mode: 'timeout' });
      const command = new SendMessageCommand({ QueueUrl: ref('Queue'), MessageBody: 'x' });
      const leaving = new AbortController();
      const call = role.sqs.send(command, { abortSignal: leaving.signal });
      while ((await aws.state()).calls.sqs === undefined);
      leaving.abort();
      await expect(call).rejects.toMatchObject({ name: 'AbortError' });
      expect((await aws.state()).queue.visible).toBe(0);
    });

    it('late is carried out although the caller is gone', async () => {
      await aws.addFault({ service: 'sqs', mode: 'late', delayMs: 20 });
      const command = new SendMessageCommand({ QueueUrl: ref('Queue'), MessageBody: 'late' });
      const leaving = new AbortController();
      const call = role.sqs.send(command, { abortSignal: leaving.signal });
      while ((await aws.state()).calls.sqs === undefined);
      leaving.abort();
      await expect(call).rejects.toThrow();
      expect((await receive()).map(({ Body }) => Body)).toEqual(['late']);
    });

    it('partial fails entries, and the others are carried out', async () => {
      await aws.addFault({ service: 'events', mode: 'partial' });
      const entry = { EventBusName: ref('Bus'), Source: 'vibes.callbacks', DetailType: 'X', Detail: '{}' };
      const answer = await role.events.send(new PutEventsCommand({ Entries: [entry] }));
      expect(answer).toMatchObject({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'InternalFailure' }] });
      expect((await aws.state()).events.published).toBe(0);
    });
  });

  it('takes an object that a service writes as a role, where the policies of the role allow it', async () => {
    const { Role } = aws.credentials;
    if (Role === undefined) throw new Error('the template has no Role');
    const to = { endpoint: aws.endpoint, region: 'us-east-1' };
    const object = { bucket: ref('Bucket'), key: 'overflow/2026/a b', body: 'a line' };
    await putObjectAs(to, Role, object);
    const written = await operator.s3.send(new GetObjectCommand({ Bucket: object.bucket, Key: object.key }));
    expect(await written.Body?.transformToString()).toBe('a line');
    await expect(putObjectAs(to, Role, { ...object, bucket: 'other' })).rejects.toThrow('answered 403');
  });

  it('tells what the policies refused', async () => {
    const remove = new DeleteMessageCommand({ QueueUrl: ref('DeadLetters'), ReceiptHandle: 'x' });
    expect(await failureOf(role.sqs.send(remove))).toEqual({ name: 'AccessDenied', status: 403 });
    expect((await aws.told()).denials.at(-1)).toEqual({
      roleLogicalId: 'Role',
      action: 'sqs:DeleteMessage',
      resource: 'arn:aws:sqs:us-east-1:000000000000:Stack-DeadLetters',
    });
  });

  it('leaves endpoint and credentials in the data folder', async () => {
    const { endpoint, accessKeyId } = JSON.parse(readFileSync(join(dataDir, 'aws.json'), 'utf8'));
    expect([endpoint, accessKeyId]).toEqual([aws.endpoint, aws.operator.accessKeyId]);
  });

  it('is empty after a reset, and goes on', async () => {
    await send('x');
    await putObject('attachments/x');
    await aws.addFault({ service: 'dynamodb', mode: 'error' });
    await aws.reset();
    expect(await aws.state()).toEqual(localState());
    const get = new GetItemCommand({ TableName: ref('Ledger'), Key: { pk: { S: 'a' }, sk: { S: '-' } } });
    await expect(role.dynamodb.send(get)).resolves.toMatchObject({ $metadata: { httpStatusCode: 200 } });
  });

  it('does not share its data folder', async () => {
    const second = startLocalAwsProcess({ template: smallTemplate(), dataDir });
    await expect(second).rejects.toThrow(StartFailure);
    await expect(second).rejects.toMatchObject({
      mendable: true,
      message: expect.stringContaining('another local cloud'),
    });
  });
});

describe('the local AWS does not start', () => {
  it('when the queue does not let S3 send the notifications of the bucket', async () => {
    const template = withProperties(smallTemplate(), 'QueuePolicy', { Queues: [{ Ref: 'DeadLetters' }] });
    await expect(startLocalAwsProcess({ template, dataDir: newFolder() })).rejects.toMatchObject({
      mendable: true,
      message: expect.stringMatching(/^AccessDenied: .*s3\.amazonaws\.com/),
    });
  });

  it('with a FIFO queue', async () => {
    const template = withProperties(smallTemplate(), 'DeadLetters', { FifoQueue: true });
    await expect(startLocalAwsProcess({ template, dataDir: newFolder() })).rejects.toMatchObject({
      mendable: true,
      message: expect.stringContaining('DeadLetters'),
    });
  });

  it.each([
    ['queues-and-objects/fauxqs.db', /damaged.*choose another folder with --data/],
    ['tables/CURRENT', /damaged.*choose another folder with --data/],
    ['secrets.json', /damaged: put back a copy, or delete it/],
  ])('on a damaged %s', async (file, message) => {
    const dataDir = newFolder();
    const first = await startLocalAwsProcess({ template: smallTemplate(), dataDir });
    await first.stop();
    writeFileSync(join(dataDir, file), 'damaged '.repeat(1000));
    await expect(startLocalAwsProcess({ template: smallTemplate(), dataDir })).rejects.toMatchObject({
      mendable: true,
      message: expect.stringMatching(message),
    });
  });

  it('when a policy says what it cannot evaluate', async () => {
    const PolicyDocument = { Statement: { Effect: 'Allow', NotAction: 'sqs:*', Resource: '*' } };
    const template = withProperties(smallTemplate(), 'Grants', { PolicyDocument });
    await expect(startLocalAwsProcess({ template, dataDir: newFolder() })).rejects.toMatchObject({
      mendable: true,
      message: expect.stringContaining('NotAction'),
    });
  });
});
