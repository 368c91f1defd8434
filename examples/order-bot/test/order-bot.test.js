const { readFileSync } = require('node:fs');
const { execFileSync } = require('node:child_process');
const { join } = require('node:path');
const { ReceiveMessageCommand, SQSClient } = require('@aws-sdk/client-sqs');
const { startLocalCloud } = require('vibes-callbacks/local');

let cloud;
let sqs;

beforeAll(async () => {
  cloud = await startLocalCloud({ assembly: 'cdk.out' });
  const { endpoint, region, accessKeyId, secretAccessKey } = JSON.parse(
    readFileSync(join(cloud.dataFolder, 'aws.json'), 'utf8'),
  );
  sqs = new SQSClient({ endpoint, region, credentials: { accessKeyId, secretAccessKey } });
});

afterAll(async () => {
  sqs?.destroy();
  await cloud?.stop();
});

/** As Vibes would: by the command of the package, at this local cloud. */
function send(...words) {
  const command = join(require.resolve('vibes-callbacks/package.json'), '..', 'dist', 'bin', 'vibes-callbacks.js');
  execFileSync(process.execPath, [command, 'send', ...words, '--local', '--data', cloud.dataFolder]);
}

function nextIn(output) {
  const QueueUrl = cloud.outputs[output];
  return cloud.waitFor(async () => {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }));
    return Messages[0] && JSON.parse(Messages[0].Body);
  });
}

test('a keyword is answered', async () => {
  send('--text', 'order');
  expect(await nextIn('RepliesUrl')).toMatchObject({ to: '+15555550100', text: expect.stringContaining('Thank you') });
});

test.each(['Stop.', 'ＳＴＯＰ', 'opt out please'])('"%s" opts out', async (text) => {
  send('--text', text);
  expect(await nextIn('RepliesUrl')).toMatchObject({ text: 'You will get no more messages from us.' });
});

test('what is no keyword waits for a person', async () => {
  send('--text', 'are you open on Sundays?');
  expect(await nextIn('InboxUrl')).toMatchObject({ detail: { data: { text: 'are you open on Sundays?' } } });
});

test('a picture is read from the bucket', async () => {
  send('mms-message-picture');
  expect(await nextIn('RepliesUrl')).toMatchObject({
    text: expect.stringMatching(/^We got 1 pictures of [1-9]\d* bytes\.$/),
  });
});
