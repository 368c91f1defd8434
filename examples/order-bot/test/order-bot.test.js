const { ReceiveMessageCommand, SQSClient } = require('@aws-sdk/client-sqs');
const { startLocalCloud } = require('vibes-callbacks/local');

let cloud;
let sqs;

beforeAll(async () => {
  cloud = await startLocalCloud({ assembly: 'cdk.out' });
  sqs = new SQSClient(cloud.aws);
});

afterAll(async () => {
  sqs?.destroy();
  await cloud?.stop();
});

function nextIn(output) {
  const QueueUrl = cloud.outputs[output];
  return cloud.waitFor(async () => {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }));
    return Messages[0] && JSON.parse(Messages[0].Body);
  });
}

test('a keyword is answered', async () => {
  await cloud.send('mo-message-keyword', { text: 'order' });
  expect(await nextIn('RepliesUrl')).toMatchObject({ to: '+15555550100', text: expect.stringContaining('Thank you') });
});

test.each(['Stop.', 'ＳＴＯＰ', 'opt out please'])('"%s" opts out', async (text) => {
  await cloud.send('mo-message-keyword', { text });
  expect(await nextIn('RepliesUrl')).toMatchObject({ text: 'You will get no more messages from us.' });
});

test('what is no keyword waits for a person', async () => {
  await cloud.send('mo-message-keyword', { text: 'are you open on Sundays?' });
  expect(await nextIn('InboxUrl')).toMatchObject({ detail: { data: { text: 'are you open on Sundays?' } } });
});

test('a picture is read from the bucket', async () => {
  await cloud.send('mms-message-picture');
  expect(await nextIn('RepliesUrl')).toMatchObject({
    text: expect.stringMatching(/^We got 1 pictures of [1-9]\d* bytes\.$/),
  });
});

test('whether a confirmation was delivered is what the newest outcome says', async () => {
  const status = async (text) => {
    await cloud.send('mo-message-keyword', { text });
    return (await nextIn('RepliesUrl')).text;
  };
  expect(await status('status order-1')).toBe('The confirmation of order-1: nothing is known.');
  await cloud.send('mt-message-response-handset', { id: 'confirmation-1' });
  await cloud.send('mt-message-response-carrier', { id: 'confirmation-1' });
  await cloud.send('mt-message-response-failed-part');
  await cloud.waitFor(async () => (await status('status order-1')).endsWith('delivered.') || undefined, 60_000);
  await cloud.waitFor(async () => (await status('Status order-2')).endsWith('failed.') || undefined, 60_000);
});
