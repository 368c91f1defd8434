import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readBody } from '../../src/base/read-body';
import { createQueueSender } from '../../src/delivery/send-to-queue';
import { deployTemplate } from '../../src/template/deploy-template';

const bodies: string[] = [];
const server = createServer((request, response) => {
  void readBody(request).then((body) => {
    bodies.push(body.toString());
    response.end('{}');
  });
});

beforeAll(() => new Promise<void>((done) => server.listen(0, '127.0.0.1', done)));
afterAll(() => server.close());

test('what a service says of a failure holds no character that SQS refuses, whatever the failure said', async () => {
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const deployment = deployTemplate({ Resources: { Queue: { Type: 'AWS::SQS::Queue' } } }, { endpoint });
  const send = createQueueSender(deployment, {
    endpoint,
    region: 'us-east-1',
    queueUrl: () => undefined,
    operator: { accessKeyId: 'a', secretAccessKey: 'b' },
    permissions: { allowsService: () => true, deniedToRole: () => undefined },
  });
  // The first kilobyte of a message ends in the middle of an emoji; the other has a terminal's colours.
  const attributes = {
    ErrorMessage: `${'.'.repeat(1023)}🎉`.slice(0, 1024),
    Coloured: '\u001b[31mfailed 🎉',
    Count: 2,
  };
  const from = { service: 'lambda.amazonaws.com', sourceArn: 'arn:function' };
  await send(
    { to: deployment.attribute('Queue', 'Arn'), body: '🎉', from, attributes },
    { signal: new AbortController().signal },
  );
  expect(JSON.parse(bodies[0] ?? '')).toMatchObject({
    MessageBody: '🎉',
    MessageAttributes: {
      ErrorMessage: { DataType: 'String', StringValue: `${'.'.repeat(1023)}\ufffd` },
      Coloured: { DataType: 'String', StringValue: '\ufffd[31mfailed 🎉' },
      Count: { DataType: 'Number', StringValue: '2' },
    },
  });
});
